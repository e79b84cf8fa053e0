package intake

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/ledger"
)

// Proof is what proves that an archive recorded what its holder handed in. It
// stands alone: whoever has its text and knows the log's key can check it
// although the archive is gone. It opens what Opens names and nothing else: not
// who, when, through which door, nor anything of the content.
type Proof struct {
	Key        string            // the log's verifier key
	Event      ledger.Disclosure // with its path
	Checkpoint []byte            // signed by the log alone
}

// Opens gives the fields of the body that the receipt of an event of a kind
// opens beside its kind, sorted; false for kinds that have no receipt.
func Opens(kind string) ([]string, bool) {
	switch kind {
	case "submission.received/1", "thread.added/1":
		return []string{fieldContent}, true
	case "petition.signed/1":
		return []string{"code", "petition", "version"}, true
	case "petition.withdrawn/1":
		return []string{"petition", "signature"}, true
	}
	return nil, false
}

const (
	fieldKind    = "@kind"
	fieldContent = "content"

	proofHeader = "Sanad receipt v1"
	// maxProof bounds what is read, in bytes: a real one fits a QR code.
	maxProof = 16 << 10
)

// about says in a line of each language what kind of receipt it is. The lines
// are part of the one form: nothing can be told by them that is not proved.
func about(kind string) []string {
	switch kind {
	case "submission.received/1":
		return []string{
			"Proof that an archive received a submission. It tells nothing of its content. Check it: sanad-verify FILE",
			"گواهی دریافت یک گزارش در بایگانی. از محتوای آن چیزی نمی‌گوید. بررسی: sanad-verify FILE",
			"إثبات أنّ الأرشيف تسلّم بلاغًا. لا يكشف شيئًا من محتواه. للتحقّق: sanad-verify FILE",
		}
	case "thread.added/1":
		return []string{
			"Proof that an archive received an addition to a submission. It tells nothing of its content. Check it: sanad-verify FILE",
			"گواهی دریافت افزوده‌ای به یک گزارش در بایگانی. از محتوای آن چیزی نمی‌گوید. بررسی: sanad-verify FILE",
			"إثبات أنّ الأرشيف تسلّم إضافة إلى بلاغ. لا يكشف شيئًا من محتواها. للتحقّق: sanad-verify FILE",
		}
	case "petition.signed/1":
		return []string{
			"Proof that an archive recorded a signature. It does not tell whose. Check it: sanad-verify FILE",
			"گواهی ثبت یک امضا در بایگانی. نمی‌گوید از آنِ کیست. بررسی: sanad-verify FILE",
			"إثبات أنّ الأرشيف سجّل توقيعًا. لا يكشف صاحبه. للتحقّق: sanad-verify FILE",
		}
	}
	return []string{
		"Proof that an archive recorded the withdrawal of a signature. It does not tell whose. Check it: sanad-verify FILE",
		"گواهی ثبت پس گرفتن یک امضا در بایگانی. نمی‌گوید از آنِ کیست. بررسی: sanad-verify FILE",
		"إثبات أنّ الأرشيف سجّل سحب توقيع. لا يكشف صاحبه. للتحقّق: sanad-verify FILE",
	}
}

// Text writes the proof in its one form, which docs/formats.md describes. It
// refuses to open more or less than a receipt of its kind does.
func (p Proof) Text() (string, error) {
	if err := p.checkOpened(); err != nil {
		return "", err
	}
	lines := append([]string{proofHeader}, about(p.Event.KindName())...)
	lines = append(lines, "key "+p.Key, "entry "+strconv.FormatInt(p.Event.Index, 10))
	for _, o := range p.Event.Opened {
		lines = append(lines, "open "+o.Name+" "+base64.StdEncoding.EncodeToString(o.Salt)+" "+o.Value)
	}
	lines = append(lines, "closed")
	for _, c := range p.Event.Closed {
		lines = append(lines, base64.StdEncoding.EncodeToString(c[:]))
	}
	lines = append(lines, "path")
	for _, h := range p.Event.Path {
		lines = append(lines, base64.StdEncoding.EncodeToString(h[:]))
	}
	return strings.Join(lines, "\n") + "\n\n" + string(p.Checkpoint), nil
}

func (p Proof) checkOpened() error {
	want, ok := Opens(p.Event.KindName())
	if !ok {
		return fmt.Errorf("there is no receipt of a %.40q: %w", p.Event.KindName(), ledger.ErrForm)
	}
	have := make([]string, len(p.Event.Opened))
	for i, o := range p.Event.Opened {
		have[i] = o.Name
	}
	if !slices.Equal(have, append([]string{fieldKind}, want...)) {
		return fmt.Errorf("the receipt of a %s opens %.200q, and must open its kind and %q: %w", p.Event.KindName(), have, want, ledger.ErrForm)
	}
	return nil
}

// ParseProof reads what Text wrote and refuses every other spelling. It checks
// no signature and no path.
func ParseProof(text string) (Proof, error) {
	if len(text) > maxProof {
		return Proof{}, fmt.Errorf("a receipt is no longer than %d bytes: %w", maxProof, ledger.ErrForm)
	}
	head, checkpoint, ok := strings.Cut(text, "\n\n")
	if !ok || !strings.HasPrefix(head, proofHeader+"\n") {
		return Proof{}, fmt.Errorf("not a receipt: %w", ledger.ErrForm)
	}
	p := Proof{Checkpoint: []byte(checkpoint)}
	p.Event.Closed = []ledger.Commitment{}
	r := proofReader{p: &p}
	for _, line := range strings.Split(head, "\n")[1:] {
		if err := r.line(line); err != nil {
			return p, fmt.Errorf("the receipt's line %.60q: %w", line, err)
		}
	}
	if again, err := p.Text(); err != nil || again != text {
		return p, errors.Join(fmt.Errorf("the receipt: %w", ledger.ErrForm), err)
	}
	return p, nil
}

// IsReceipt reports whether text says of itself that it is a receipt.
func IsReceipt(text string) bool { return strings.HasPrefix(text, proofHeader+"\n") }

// proofReader reads the head of a receipt a line at a time. It need not be
// strict: what was read is written again and compared.
type proofReader struct {
	p    *Proof
	part string
}

func (r *proofReader) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case r.part == "closed" && line != "path":
		var c ledger.Commitment
		err := c.UnmarshalText([]byte(line))
		r.p.Event.Closed = append(r.p.Event.Closed, c)
		return err
	case r.part == "path":
		var h ledger.PathHash
		err := h.UnmarshalText([]byte(line))
		r.p.Event.Path = append(r.p.Event.Path, h)
		return err
	case line == "closed", line == "path":
		r.part = line
	case word == "key":
		r.p.Key = rest
	case word == "entry":
		var err error
		r.p.Event.Index, err = strconv.ParseInt(rest, 10, 64)
		return err
	case word == "open":
		return r.open(rest)
	}
	return nil
}

func (r *proofReader) open(rest string) error {
	parts := strings.SplitN(rest, " ", 3)
	if len(parts) != 3 {
		return ledger.ErrForm
	}
	salt, err := base64.StdEncoding.DecodeString(parts[1])
	r.p.Event.Opened = append(r.p.Event.Opened, ledger.Opened{Name: parts[0], Salt: salt, Value: parts[2]})
	return err
}

// Content gives the commitment to what was handed in; false for receipts of
// signatures, which have none.
func (p Proof) Content() (Content, bool) {
	var c Content
	value, ok := p.Event.Value(fieldContent)
	if !ok || json.Unmarshal([]byte(value), &c) != nil {
		return c, false
	}
	return c, true
}

// Check checks that the key's log signed a checkpoint of a log in which the
// event stands.
func (p Proof) Check(key note.Verifier) (ledger.Checkpoint, error) {
	c, err := ledger.OpenCheckpoint(p.Checkpoint, key)
	if err != nil {
		return c, err
	}
	if err := ledger.SoleForm(p.Checkpoint, key); err != nil {
		return c, err
	}
	entry, err := p.Event.Entry()
	if err != nil {
		return c, err
	}
	return c, ledger.CheckInclusion(c, p.Event.Index, entry, p.Event.Path)
}
