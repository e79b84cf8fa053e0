// Package passkey knows how to ask a browser for a passkey and to check what it
// signed, by WebAuthn Level 3. It must never believe a signature that was made
// for another site, for another question, or without the person's verification.
//
// Trust: who can change what is kept of a passkey can sign in with one of their
// own; who reads it gets a public key.
package passkey

import (
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
)

// Keys asks for passkeys of one site.
type Keys struct{ web *webauthn.WebAuthn }

// New prepares passkeys for the site at address, such as https://desk.example.
func New(address, archive string) (*Keys, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Hostname() != "localhost" {
		return nil, fail.New(fail.Usage, "the desk's address %q is not one that passkeys can be bound to", address).Do("name one that begins with https://")
	}
	web, err := webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: archive, RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation, // which device it is, is nobody's business
		AuthenticatorSelection: protocol.AuthenticatorSelection{UserVerification: protocol.VerificationRequired,
			ResidentKey: protocol.ResidentKeyRequirementDiscouraged}})
	if err != nil {
		return nil, fail.New(fail.Usage, "preparing passkeys for %s: %w", address, err)
	}
	return &Keys{web}, nil
}

// owner is an account to WebAuthn. Its id is no name: it stands on devices.
type owner struct {
	handle string
	keys   []webauthn.Credential
}

func (o owner) WebAuthnID() []byte {
	sum := canon.Hash("sanad/passkey/v1", []byte(o.handle))
	return sum[:]
}
func (o owner) WebAuthnName() string                       { return o.handle }
func (o owner) WebAuthnDisplayName() string                { return o.handle }
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

func ownerOf(handle string, records [][]byte) (owner, error) {
	o := owner{handle: handle, keys: make([]webauthn.Credential, len(records))}
	for i, r := range records {
		if err := json.Unmarshal(r, &o.keys[i]); err != nil {
			return o, fail.New(fail.Integrity, "a passkey of %s can't be read: %w", handle, err)
		}
	}
	return o, nil
}

// Make gives the options by which a browser makes a passkey, and what its
// answer is checked with. Devices that hold one of records make no second.
func (k *Keys) Make(handle string, records [][]byte) (string, []byte, error) {
	o, err := ownerOf(handle, records)
	if err != nil {
		return "", nil, err
	}
	creation, session, err := k.web.BeginRegistration(o, webauthn.WithExclusions(webauthn.Credentials(o.keys).CredentialDescriptors()))
	if err != nil {
		return "", nil, fmt.Errorf("asking for a new passkey: %w", err)
	}
	return written(creation.Response, session)
}

func written(options any, session *webauthn.SessionData) (string, []byte, error) {
	text, err := json.Marshal(options)
	if err != nil {
		return "", nil, err
	}
	asked, err := json.Marshal(session)
	return string(text), asked, err
}

// Made checks what a browser made, and gives what is kept of it.
func (k *Keys) Made(handle string, asked []byte, answer string) ([]byte, error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(asked, &session); err != nil {
		return nil, fmt.Errorf("reading what was asked of a passkey: %w", err)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return nil, unread(err)
	}
	made, err := k.web.CreateCredential(owner{handle: handle}, session, parsed)
	if err != nil {
		return nil, unbelieved(err)
	}
	return json.Marshal(made)
}

// Ask gives the options by which a browser lets one of records sign.
func (k *Keys) Ask(handle string, records [][]byte) (string, []byte, error) {
	o, err := ownerOf(handle, records)
	if err != nil {
		return "", nil, err
	}
	assertion, session, err := k.web.BeginLogin(o, webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return "", nil, fmt.Errorf("asking for a passkey: %w", err)
	}
	return written(assertion.Response, session)
}

// Answered checks what a passkey signed. A counter that went back means that
// the key was copied: it is refused.
func (k *Keys) Answered(handle string, records [][]byte, asked []byte, answer string) (int, []byte, error) {
	o, err := ownerOf(handle, records)
	if err != nil {
		return 0, nil, err
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(asked, &session); err != nil {
		return 0, nil, fmt.Errorf("reading what was asked of a passkey: %w", err)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return 0, nil, unread(err)
	}
	used, err := k.web.ValidateLogin(o, session, parsed)
	if err != nil {
		return 0, nil, unbelieved(err)
	}
	if used.Authenticator.CloneWarning {
		return 0, nil, fail.New(fail.Refused, "the passkey was used with an older count: it may be a copy").Do("take it away, and make a new one")
	}
	for i := range o.keys {
		if string(o.keys[i].ID) == string(used.ID) {
			record, err := json.Marshal(used)
			return i, record, err
		}
	}
	return 0, nil, fail.New(fail.Refused, "the passkey is not of this account")
}

func unread(err error) error {
	return fail.New(fail.Refused, "what the browser answered for a passkey can't be read: %w", err).Do("try again, or use a code")
}

func unbelieved(err error) error {
	return fail.New(fail.Refused, "what the passkey signed can't be believed: %w", err).Do("try again, or use a code")
}
