package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"sanad/verify"
)

func show(out io.Writer, o options, r verify.Report) error {
	if o.json {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		return enc.Encode(r)
	}
	_, err := io.WriteString(out, words(o, r))
	return err
}

// words tells the report a line a check, the verdict last.
func words(o options, r verify.Report) string {
	var text strings.Builder
	failed := 0
	for _, c := range r.Checks {
		mark := "ok"
		if !c.OK {
			mark = "FAILED"
			failed++
		}
		if c.OK && strings.HasPrefix(c.Detail, "not checked") {
			mark = "--"
		}
		fmt.Fprintf(&text, "%-6s  %-15s  %s\n", mark, c.Name, c.Detail)
	}
	if r.Key != "" && strings.TrimSpace(o.key) == "" {
		fmt.Fprintf(&text, "\nThe key that signed it: %s\nIts fingerprint:        %s\n", r.Key, verify.Fingerprint(r.Key))
		text.WriteString("Compare the fingerprint with one that the archive published elsewhere, or give --key:\n" +
			"anyone can make a key and sign a folder or a receipt that agrees with itself.\n")
	}
	text.WriteByte('\n')
	if r.OK {
		fmt.Fprintf(&text, "ok: %s\n", verdict(r.Kind))
		if notCompared(o, r) {
			text.WriteString("NOT COMPARED with the checkpoint given: that takes the log's tiles of its size; ask for them (sanad export tiles) and check that folder with --checkpoint\n")
		}
	} else {
		fmt.Fprintf(&text, "FAILED: %d of %d checks failed; do not rely on it\n", failed, len(r.Checks))
	}
	return text.String()
}

// notCompared reports that a checkpoint was given and could not be compared:
// whoever asked for that must not read "ok" as its answer.
func notCompared(o options, r verify.Report) bool {
	for _, c := range r.Checks {
		if o.checkpoint != "" && strings.HasPrefix(c.Detail, "not checked: the kept checkpoint") {
			return true
		}
	}
	return false
}

func verdict(kind string) string {
	switch kind {
	case verify.KindDossier:
		return "the dossier is whole, and the signed log holds everything it rests on"
	case verify.KindProof:
		return "the signed log holds what is proved"
	case verify.KindTally:
		return "the tally counts what the signed log holds; whether those who signed are who they say is not told by it"
	case verify.KindReceipt:
		return "the archive signed that it holds what the receipt is of"
	case verify.KindTiles:
		return "the exported log is what was signed"
	}
	return "the checkpoint was signed by the key"
}
