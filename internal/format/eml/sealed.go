package eml

import (
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/mimepart"
)

// sealed names parts that are encrypted or signed. Their bytes are handed over
// as files like any other; no key is asked for.
func (m *message) sealed(p *mimepart.Part) error {
	signed, encrypted := "", ""
	switch t := p.Type.Value; {
	case t == "application/pgp-encrypted":
		encrypted = "OpenPGP"
	case t == "application/pgp-signature":
		signed = "OpenPGP"
	case strings.HasSuffix(t, "pkcs7-signature"):
		signed = "S/MIME"
	case strings.HasSuffix(t, "pkcs7-mime"):
		if p.Type.Params["smime-type"] == "signed-data" {
			return m.wrapped(p)
		}
		encrypted = "S/MIME"
	}
	if signed != "" {
		return m.once("signed", signed)
	}
	if encrypted == "" {
		return nil
	}
	if err := m.once("encrypted", encrypted); err != nil {
		return err
	}
	return m.out.Problem(content.Problem{Part: p.Name(), Reason: "it is encrypted (" + encrypted + "): only a receiver's key opens it"})
}

// wrapped tells of a signature around the text instead of beside it.
func (m *message) wrapped(p *mimepart.Part) error {
	if err := m.once("signed", "S/MIME"); err != nil {
		return err
	}
	return m.out.Problem(content.Problem{Part: p.Name(), Reason: "its text stands inside an S/MIME signature, which is not opened; it is handed over as a file"})
}
