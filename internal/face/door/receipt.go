package door

import (
	"crypto/hmac"
	"encoding/base64"
	"net/http"
	"strings"

	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
	"sanad/internal/face/words/squares"
	"sanad/internal/ground/fail"
)

// receiptPage is shown once: of what stands on it the door keeps nothing.
type receiptPage struct {
	frame
	Kind    string // letter, correction, more, signature, withdrawn
	Words   []string
	Code    string // as it can be typed, to go on from here
	Token   string
	Proof   copied
	Opening copied
	QR      squares.Picture // none if the proof is too long for one
	Left    []string        // files that were empty
}

// copied is a text that the page offers as a file. There is no script to make one,
// so the text goes to the door and comes back; Mark says that it was made here, or
// the door would write files for anybody.
type copied struct{ Name, Text, Mark string }

func (v *visit) copied(name, text string) copied {
	if text == "" {
		return copied{}
	}
	return copied{name, text, base64.RawURLEncoding.EncodeToString(v.tokens.mark("copy", []byte(name+"\n"+text)))}
}

// sendCopy gives a text of a page as a file.
func sendCopy(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	name, text := form.Get("name"), strings.ReplaceAll(form.Get("text"), "\r\n", "\n")
	mark, err := base64.RawURLEncoding.DecodeString(form.Get("mark"))
	if err != nil || !hmac.Equal(mark, v.tokens.mark("copy", []byte(name+"\n"+text))) {
		return stale
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	v.w.Write([]byte(text)) // an error means the reader went away
	return nil
}

// showReceipt shows a receipt; it answers the form itself, because nothing of it
// is kept from which another page could show it.
func (v *visit) showReceipt(kind string, r intake.Receipt, left []string) error {
	page := &receiptPage{Kind: kind, Proof: v.copied("receipt.txt", r.Proof), Opening: v.copied("opening.txt", r.Opening), Left: left}
	if len(r.Code) > 0 {
		page.Words = code.Words(r.Code, string(v.lang))
	}
	if r.Proof != "" {
		var err error
		if page.QR, err = squares.Draw(r.Proof); err != nil && fail.Of(err) != fail.Usage { // which is that it is too long
			return err
		}
	}
	return v.render(http.StatusOK, "receipt", page)
}
