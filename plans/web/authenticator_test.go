package web_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// authenticator holds one passkey and does with it what a real one does (WebAuthn level 3, section 6), and, where it is told to, what a real
// one never would. The journeys do the same in a browser.
type authenticator struct {
	host, origin string
	flags        byte
	count        uint32
	key          *ecdsa.PrivateKey
	id, handle   []byte
}

// Flags of the authenticator data: present, verified, with attested credential data.
const present, verified, attested = 0x01, 0x04, 0x40

func newAuthenticator(t testing.TB) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	return &authenticator{host: "terrier.example", origin: publicURL, flags: present | verified, key: key, id: id}
}

func (a *authenticator) data(more byte) []byte {
	hash := sha256.Sum256([]byte(a.host))
	return binary.BigEndian.AppendUint32(append(hash[:], a.flags|more), a.count)
}

func (a *authenticator) client(kind, challenge string) []byte {
	text, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	return text
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (a *authenticator) credential(response map[string]any) string {
	text, _ := json.Marshal(map[string]any{"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "authenticatorAttachment": "platform",
		"clientExtensionResults": map[string]any{"credProps": map[string]any{"rk": true}}, "response": response})
	return string(text)
}

// make answers options for the making of a passkey.
func (a *authenticator) make(t testing.TB, options map[string]any) string {
	t.Helper()
	handle, err := base64.RawURLEncoding.DecodeString(options["user"].(map[string]any)["id"].(string))
	must(t, err)
	a.handle = handle
	public, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: a.key.X.FillBytes(make([]byte, 32)), -3: a.key.Y.FillBytes(make([]byte, 32))})
	must(t, err)
	data := append(a.data(attested), make([]byte, 16)...)
	data = append(binary.BigEndian.AppendUint16(data, uint16(len(a.id))), a.id...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": append(data, public...)})
	must(t, err)
	return a.credential(map[string]any{"clientDataJSON": b64(a.client("webauthn.create", options["challenge"].(string))), "attestationObject": b64(object), "transports": []string{"internal"}})
}

// sign answers options for signing in.
func (a *authenticator) sign(t testing.TB, options map[string]any) string {
	t.Helper()
	data, client := a.data(0), a.client("webauthn.get", options["challenge"].(string))
	over := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte(nil), data...), over[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	must(t, err)
	return a.credential(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(a.handle)})
}

// options asks for what a passkey is to do.
func (p *person) options(path string) map[string]any {
	p.t.Helper()
	return p.ask(http.MethodPost, path, "", "Accept", "application/json").status(http.StatusOK).json()
}

// addPasskey makes one for the person who is signed in.
func (p *person) addPasskey(a *authenticator, name string) asked {
	p.t.Helper()
	return p.post("/account/passkeys", "name", name, "credential", a.make(p.t, p.options("/account/passkeys/challenge")))
}

// byPasskey signs in.
func (p *person) byPasskey(a *authenticator, fields ...string) asked {
	p.t.Helper()
	return p.post("/sign-in/passkey/answer", append(fields, "credential", a.sign(p.t, p.options("/sign-in/passkey/challenge")))...)
}
