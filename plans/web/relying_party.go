package web

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"terrier/plans"
	"terrier/plans/access"
)

// relyingParty makes and checks passkeys of a server.
type relyingParty struct {
	*webauthn.WebAuthn
	host string
	at   string // the address of the server that browsers make them at
	none error  // why there are no passkeys here; nil where there are
}

// A passkey is all that signing in takes, so its person is verified each time, by PIN, finger or face: one that lies about unlocked must
// not do. It is discoverable, so that nobody is asked who they are before: that question would be answered by what is offered next. What
// make it is is not asked.
var selection = protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationRequired}

func newRelyingParty(publicURL string) relyingParty {
	host, err := access.PasskeyHost(publicURL)
	if err != nil {
		return relyingParty{none: err}
	}
	timeout := webauthn.TimeoutConfig{Timeout: access.CeremonyLife, TimeoutUVD: access.CeremonyLife}
	party, err := webauthn.New(&webauthn.Config{RPID: host, RPDisplayName: "Terrier", RPOrigins: []string{publicURL},
		AuthenticatorSelection: selection, AttestationPreference: protocol.PreferNoAttestation,
		Timeouts: webauthn.TimeoutsConfig{Login: timeout, Registration: timeout},
		// password managers answer what they were not asked; nothing of it is used
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore})
	if err != nil {
		return relyingParty{none: &plans.Error{Kind: plans.Conflict, Code: "no-passkeys-here", Message: fmt.Sprintf("There are no passkeys here: browsers make none for %s.", host),
			Remedy: "Sign in by a link that is sent by e-mail."}}
	}
	return relyingParty{WebAuthn: party, host: host, at: publicURL}
}

// about is what pages say of passkeys.
func (p relyingParty) about() passkeysView {
	if p.none != nil {
		return passkeysView{None: problemOf(p.none).Detail}
	}
	return passkeysView{At: p.at}
}

type passkeysView struct {
	At   string // the address that they work at
	None string // why there are none
}

// owner is a person as the library knows them.
type owner struct {
	handle   []byte
	email    string
	passkeys []access.Passkey
}

func (o owner) WebAuthnID() []byte          { return o.handle }
func (o owner) WebAuthnName() string        { return o.email }
func (o owner) WebAuthnDisplayName() string { return o.email }

func (o owner) WebAuthnCredentials() []webauthn.Credential {
	all := make([]webauthn.Credential, len(o.passkeys))
	for i, p := range o.passkeys {
		all[i] = credentialOf(p)
	}
	return all
}

// of finds a passkey by what the authenticator calls it; the zero one where there is none.
func (o owner) of(credential []byte) access.Passkey {
	for _, p := range o.passkeys {
		if string(p.CredentialID) == string(credential) {
			return p
		}
	}
	return access.Passkey{}
}

func credentialOf(p access.Passkey) webauthn.Credential {
	c := webauthn.Credential{ID: p.CredentialID, PublicKey: p.PublicKey, AttestationType: p.AttestationType, AttestationFormat: p.AttestationFormat,
		Flags: webauthn.CredentialFlagsFromMsgpByte(p.Flags),
		Authenticator: webauthn.Authenticator{AAGUID: p.AAGUID, SignCount: p.SignCount, CloneWarning: p.CloneWarning,
			Attachment: protocol.AuthenticatorAttachment(p.Attachment)},
		Attestation: webauthn.CredentialAttestation{ClientDataJSON: p.ClientDataJSON, ClientDataHash: p.ClientDataHash, AuthenticatorData: p.AuthenticatorData,
			PublicKeyAlgorithm: p.PublicKeyAlgorithm, Object: p.AttestationObject}}
	for _, t := range p.Transports {
		c.Transport = append(c.Transport, protocol.AuthenticatorTransport(t))
	}
	_ = json.Unmarshal(p.Extensions, &c.Extensions) // we wrote them; none is needed to sign in
	return c
}

// transports are the ways to reach an authenticator that there are (WebAuthn Level 3, section 5.8.4).
var transports = []protocol.AuthenticatorTransport{protocol.USB, protocol.NFC, protocol.BLE, protocol.SmartCard, protocol.Hybrid, protocol.Internal}

func passkeyOf(c *webauthn.Credential) (access.Passkey, error) {
	p := access.Passkey{CredentialID: c.ID, PublicKey: c.PublicKey, AttestationType: c.AttestationType, AttestationFormat: c.AttestationFormat,
		Flags: c.Flags.MsgpByte(), AAGUID: c.Authenticator.AAGUID, SignCount: c.Authenticator.SignCount, CloneWarning: c.Authenticator.CloneWarning,
		Attachment: string(c.Authenticator.Attachment), ClientDataJSON: c.Attestation.ClientDataJSON, ClientDataHash: c.Attestation.ClientDataHash,
		AuthenticatorData: c.Attestation.AuthenticatorData, PublicKeyAlgorithm: c.Attestation.PublicKeyAlgorithm, AttestationObject: c.Attestation.Object}
	for _, t := range c.Transport { // hints that nobody signs
		if slices.Contains(transports, t) && !slices.Contains(p.Transports, string(t)) {
			p.Transports = append(p.Transports, string(t))
		}
	}
	extensions, err := json.Marshal(c.Extensions)
	p.Extensions = extensions
	return p, err
}

// session is what the library must know of a ceremony: it follows from the secret, so nothing of it is kept.
func (p relyingParty) session(secret access.Secret, user []byte) webauthn.SessionData {
	return webauthn.SessionData{Challenge: base64.RawURLEncoding.EncodeToString(secret.Challenge()), RelyingPartyID: p.host, UserID: user,
		UserVerification: selection.UserVerification, CredParams: webauthn.CredentialParametersDefault()}
}

// badCredential is what is said of an answer that cannot be read.
func badCredential() error {
	return plans.Refuse("bad-passkey-answer", "credential", "What was sent is no answer of a passkey.", "Send what navigator.credentials gave, as JSON.")
}
