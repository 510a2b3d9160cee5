package serve

import (
	"bytes"
	"image"
	"image/png"
)

// noPicture is a transparent PNG of one pixel.
var noPicture = func() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 1, 1))) // a bytes.Buffer takes everything
	return b.Bytes()
}()
