package verify

import (
	"bytes"
	"context"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
)

// Text checks a file that stands alone, by what it is: a receipt, or a signed
// checkpoint.
func Text(ctx context.Context, text []byte, opt Options) Report {
	if plain := straight(text); intake.IsReceipt(plain) || intake.IsOpening(plain) || len(opt.Opening) > 0 {
		return Receipt(ctx, text, opt)
	}
	return Checkpoint(ctx, text, opt)
}

// Receipt checks what a person was given who handed something in: that the
// archive's log holds it. With an opening, also that this is what it holds.
func Receipt(ctx context.Context, text []byte, opt Options) Report {
	r := receipt{opt: opt}
	checks := []Check{r.form(text)}
	if !checks[0].OK {
		return finish(ctx, KindReceipt, nil, checks)
	}
	verifier, key := checkKeyText("the receipt's key", []byte(r.proof.Key+"\n"), opt.Key)
	checks = append(checks, key, r.seal(verifier), r.opening())
	if r.sealed {
		checks = append(checks, checkKeptAgainst(opt, verifier, "the receipt", r.at))
	} else {
		r.at = ledger.Checkpoint{}
		checks = append(checks, checkKeptAgainst(opt, verifier, "the receipt"))
	}
	return finish(ctx, KindReceipt, verifier, append(checks, othersOn(opt, verifier, "the receipt", r.proof.Checkpoint, r.at)...))
}

// receipt is one run.
type receipt struct {
	opt    Options
	proof  intake.Proof
	at     ledger.Checkpoint
	sealed bool // at is signed and holds the event
}

func (r *receipt) form(file []byte) Check {
	t := tally{name: checkReceipt}
	text := straight(file)
	var err error
	if r.proof, err = intake.ParseProof(text); err != nil {
		t.wrong("the receipt", "%v", err)
	}
	if intake.IsOpening(text) {
		t.problems = nil
		t.wrong("the receipt", "is an opening: give the receipt as PATH and this file with --opening")
	}
	was := "it is written as it was given"
	if text != string(file) {
		was = "its line ends were changed on the way, and nothing else"
	}
	fields, _ := intake.Opens(r.proof.Event.KindName())
	return t.check("of a %s; %s; it opens %s and nothing else", r.proof.Event.KindName(), was, strings.Join(fields, ", "))
}

func (r *receipt) seal(verifier note.Verifier) Check {
	t := tally{name: checkSeal}
	if verifier == nil {
		t.wrong("the receipt", "can't be checked without the log's key")
		return t.check("")
	}
	var err error
	if r.at, err = r.proof.Check(verifier); err != nil {
		t.wrong("the receipt", "%v", err)
		return t.check("")
	}
	r.sealed = true
	event := r.proof.Event
	return t.check("a %s is entry %d of the signed log of %d; opened: %s; %d kept closed",
		event.KindName(), event.Index, r.at.Size, openedNames(event), len(event.Closed))
}

// opening holds what the holder shows against what the receipt proves.
func (r *receipt) opening() Check {
	t := tally{name: checkOpening}
	want, committed := r.proof.Content()
	if len(r.opt.Opening) == 0 {
		return t.check("not checked: no opening was given, and without it a receipt tells nothing of what was handed in")
	}
	if !committed {
		t.wrong("the opening", "can't belong to this receipt: a %s commits to no content", r.proof.Event.KindName())
		return t.check("")
	}
	o, err := intake.ParseOpening(string(r.opt.Opening))
	if err != nil { // a story may end in a line end of its own, so this comes second
		o, err = intake.ParseOpening(straight(r.opt.Opening))
	}
	switch {
	case err != nil:
		t.wrong("the opening", "%v", err)
	case o.Content() != want:
		t.wrong("the opening", "is of something else than the receipt")
	}
	told := "it does not tell the story itself"
	if len(o.Told) > 0 {
		told = "the story stands in the opening"
	}
	var files strings.Builder
	for _, f := range o.Files {
		files.WriteString(" " + f.String())
	}
	return t.check("the receipt is of this: a story with the SHA-256 %s (%s), and %s%s",
		o.Story, told, counted(len(o.Files), "file", "files"), files.String())
}

// straight undoes what editors and mail do to a text without showing it: a byte
// order mark, line ends of two bytes, line ends put in or left out at the end.
// Nothing else is let pass: a receipt has one form.
func straight(text []byte) string {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return string(bytes.TrimRight(text, "\n")) + "\n"
}
