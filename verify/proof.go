package verify

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/ledger"
)

const (
	proofSuffix = ".tlog-proof"
	eventSuffix = ".json"
	keyName     = "key"
)

// Proof checks the proof of one event: name is a .tlog-proof file, with the
// event as a .json file of the same name beside it, and the log's key either
// given or in a file named key beside them. The event file is
// ledger.Disclosure's one form without a path; the path is in the proof.
func Proof(ctx context.Context, fsys fs.FS, name string, opt Options) Report {
	stem := strings.TrimSuffix(strings.TrimSuffix(name, proofSuffix), eventSuffix)
	verifier, key := keyBeside(fsys, path.Join(path.Dir(name), keyName), opt)
	t := tally{name: checkSeal}
	event, c, signed, err := proofOf(fsys, stem, verifier)
	if err != nil {
		t.wrong(stem+eventSuffix+" by "+stem+proofSuffix, "%v", err)
	}
	checks := []Check{key, t.check("a %s is entry %d of the signed log of %d; opened: %s; %d kept closed",
		event.KindName(), event.Index, c.Size, openedNames(event), len(event.Closed))}
	if err == nil {
		checks = append(checks, checkKeptAgainst(opt, verifier, stem+proofSuffix, c))
	} else {
		c = ledger.Checkpoint{}
		checks = append(checks, checkKeptAgainst(opt, verifier, stem+proofSuffix))
	}
	checks = append(checks, othersOn(opt, verifier, stem+proofSuffix, signed, c)...)
	return finish(ctx, KindProof, verifier, checks)
}

// keyBeside takes the key from a file, and if there is none, from the options.
func keyBeside(fsys fs.FS, file string, opt Options) (note.Verifier, Check) {
	text, err := readFile(fsys, file, maxSmall)
	if err == errMissing && opt.Key != "" {
		return givenKey(opt)
	}
	if err != nil {
		t := tally{name: checkKey}
		t.wrong(file, "%v, and no key was given", err)
		return nil, t.check("")
	}
	return checkKeyText(file, text, opt.Key)
}

func givenKey(opt Options) (note.Verifier, Check) {
	if strings.TrimSpace(opt.Key) == "" {
		t := tally{name: checkKey}
		t.wrong("the log's key", "was not given, and without it no signature can be checked")
		return nil, t.check("")
	}
	return checkKeyText("the given key", []byte(strings.TrimSpace(opt.Key)+"\n"), opt.Key)
}

func proofOf(fsys fs.FS, stem string, verifier note.Verifier) (event ledger.Disclosure, c ledger.Checkpoint, signed []byte, err error) {
	line, err := readFile(fsys, stem+eventSuffix, maxEvent)
	if err != nil {
		return event, c, nil, fmt.Errorf("the event %w", err)
	}
	file, err := readFile(fsys, stem+proofSuffix, maxSmall)
	if err != nil {
		return event, c, nil, fmt.Errorf("the proof %w", err)
	}
	if event, err = ledger.ParseDisclosure(line); err != nil {
		return event, c, nil, err
	}
	c, signed, err = proveAlone(event, file, verifier)
	return event, c, signed, err
}

func openedNames(event ledger.Disclosure) string {
	names := make([]string, len(event.Opened))
	for i, o := range event.Opened {
		names[i] = o.Name
	}
	return strings.Join(names, ", ")
}

// Checkpoint checks a signed checkpoint by the key in the options. Signatures
// of others beside the log's are judged by the policy in them, if there is one.
func Checkpoint(ctx context.Context, signed []byte, opt Options) Report {
	verifier, key := givenKey(opt)
	t := tally{name: checkCheckpoint}
	c, err := openKept(Options{Checkpoint: signed}, verifier)
	if err != nil {
		t.wrong("the checkpoint", "%v", err)
		return finish(ctx, KindCheckpoint, verifier, []Check{key, t.check(""), checkKeptAgainst(opt, verifier, "the checkpoint")})
	}
	return finish(ctx, KindCheckpoint, verifier, append([]Check{key, t.check("the log %s of %s is signed", c.Origin, counted(c.Size, "entry", "entries")),
		checkKeptAgainst(opt, verifier, "the checkpoint", c)}, othersOn(opt, verifier, "the checkpoint", signed, c)...))
}
