package web

import (
	"bytes"
	"encoding/json"
)

// asJSONText writes a document of plain fields, and "&" and "<" as they are: what we send is read as JSON and never put into a page.
func asJSONText(document any) []byte {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(document) // plain fields
	return body.Bytes()
}
