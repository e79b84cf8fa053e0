package flow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/internal/ground/fail"
)

// Asker reaches others over the network. An implementation MUST bound what it
// reads and how long it waits, and MUST NOT follow an answer elsewhere.
type Asker interface {
	// AddCheckpoint hands a request to the witness below url (C2SP tlog-witness)
	// and gives the status and the body of its answer.
	AddCheckpoint(ctx context.Context, url string, body []byte) (status int, answer []byte, err error)
	// Stamp hands a request for a time stamp to the authority at url (RFC 3161,
	// 3.4) and gives its reply.
	Stamp(ctx context.Context, url string, request []byte) (reply []byte, err error)
}

// WitnessAt is a witness, and where it is asked.
type WitnessAt struct {
	Key *witness.Key
	URL string
}

// Asked is what came of asking one witness.
type Asked struct {
	WitnessAt
	Size int64 // entries of the checkpoint it was asked to sign
	Got  witness.Cosigned
	Err  error // nil: it signed, and that is recorded
}

// mayVouch is asked of who records what others said: it speaks for the archive as a
// whole.
func mayVouch(actor guard.Actor) error { return actor.MayEverywhere(guard.ToExport) }

// pinned is the checkpoint that witnesses are asked to sign, while others append.
type pinned struct {
	ledger.Checkpoint
	signed []byte
}

func pin(ctx context.Context, s State) (p pinned, err error) {
	if p.signed, err = s.Checkpoint(ctx); err != nil {
		return p, err
	}
	p.Checkpoint, err = ledger.CheckpointText(p.signed)
	return p, err
}

// CosignRequest writes what a witness is asked who last signed so many entries of
// this log, 0 if none: for partners who are reached by a file.
func CosignRequest(ctx context.Context, a *Archive, actor guard.Actor, from int64) (request witness.Request, size int64, err error) {
	if err := mayVouch(actor); err != nil {
		return request, 0, err
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		p, err := pin(ctx, s)
		if err != nil {
			return err
		}
		size = p.Size
		request, err = requestFrom(ctx, s, p, from)
		return err
	})
	return request, size, err
}

// LastSigned gives how many entries of this log a witness last signed, as far as it
// is recorded; 0 if nothing is.
func LastSigned(ctx context.Context, s State, vkey string) (int64, error) {
	last, err := s.Cosigned(ctx, VouchQuery{Witness: vkey, Limit: 1})
	if err != nil || len(last) == 0 {
		return 0, err
	}
	return last[0].Size, nil
}

func requestFrom(ctx context.Context, s State, p pinned, from int64) (witness.Request, error) {
	r := witness.Request{Old: from, Checkpoint: p.signed}
	if from > p.Size {
		return r, fail.New(fail.Integrity, "the witness says that it signed %d entries of this log before, and here are %d: it is wrong, or this archive was put back to an earlier day", from, p.Size).
			Do("write nothing here before you know which: ask the witness's keepers for the checkpoint it signed last")
	}
	if from == 0 || from == p.Size {
		return r, nil
	}
	tree, err := s.Tree(ctx)
	if err != nil {
		return r, err
	}
	r.Proof, err = tree.ProveConsistency(from, p.Size)
	return r, err
}

// Cosign asks witnesses to sign the newest checkpoint and records what they sign.
// One that does not is named, and the others are asked all the same.
func Cosign(ctx context.Context, a *Archive, actor guard.Actor, ask Asker, of []WitnessAt) ([]Asked, error) {
	if err := mayVouch(actor); err != nil {
		return nil, err
	}
	var p pinned
	err := a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		p, err = pin(ctx, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make([]Asked, len(of))
	var facts []ledger.Fact
	for i, w := range of {
		out[i] = Asked{WitnessAt: w, Size: p.Size}
		if out[i].Got, out[i].Err = cosignOne(ctx, a, ask, w, p); out[i].Err == nil {
			out[i].Size = out[i].Got.Size
			facts = append(facts, out[i].Got)
		}
	}
	return out, recordVouched(ctx, a, actor, facts)
}

// retries bounds how often a witness is asked that meanwhile signed something else.
const retries = 3

func cosignOne(ctx context.Context, a *Archive, ask Asker, w WitnessAt, p pinned) (witness.Cosigned, error) {
	from := int64(-1) // as it is recorded
	for range retries {
		var request witness.Request
		err := a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
			if from < 0 {
				if from, err = LastSigned(ctx, s, w.Key.String()); err != nil {
					return err
				}
			}
			if from > p.Size { // somebody else had a newer one signed meanwhile
				if p, err = pin(ctx, s); err != nil {
					return err
				}
			}
			request, err = requestFrom(ctx, s, p, from)
			return err
		})
		if err != nil {
			return witness.Cosigned{}, err
		}
		status, answer, err := ask.AddCheckpoint(ctx, w.URL, request.Marshal())
		switch {
		case err != nil:
			return witness.Cosigned{}, fail.New(fail.Of(err), "asking the witness %s: %w", w.Key.Name(), err)
		case status == witness.StatusStale:
			if from, err = witness.ParseSize(answer); err != nil {
				return witness.Cosigned{}, fail.New(fail.Failed, "the witness %s gives no size that it signed last: %w", w.Key.Name(), err)
			}
		case status != 200:
			return witness.Cosigned{}, refusedBy(w, status, answer)
		case !strings.HasPrefix(string(answer), "— "):
			return witness.Cosigned{}, fail.New(fail.Failed, "the witness %s answers what is no signature: %.100q", w.Key.Name(), answer)
		default:
			all, err := cosignedBy(append([]byte(string(p.signed)), answer...), []*witness.Key{w.Key}, p)
			if err == nil && len(all) == 0 {
				err = fail.New(fail.Failed, "the witness at %s did not sign by the key %s", w.URL, w.Key.Name()).Do("compare its key with the one it publishes")
			}
			if err != nil {
				return witness.Cosigned{}, err
			}
			return all[0], nil
		}
	}
	return witness.Cosigned{}, fail.New(fail.Conflict, "the witness %s signs other checkpoints of this log all the while", w.Key.Name()).Do("ask again")
}

// refusedBy tells of a refusal. Its words are the witness's own: at most a line.
func refusedBy(w WitnessAt, status int, answer []byte) error {
	said := fmt.Sprintf("%.200q", answer)
	switch status {
	case witness.StatusProof:
		return fail.New(fail.Integrity, "the witness %s says that this log does not go on from what it signed before: %s", w.Key.Name(), said).
			Do("one of two histories is not the right one: write nothing here, and run sanad verify")
	case witness.StatusKey:
		return fail.New(fail.Refused, "the witness %s knows another key of this log: %s", w.Key.Name(), said).Do("give it the key: sanad checkpoint --json")
	case witness.StatusUnknown:
		return fail.New(fail.Refused, "the witness %s was not told to look at this log: %s", w.Key.Name(), said).Do("ask its keepers to trust it: sanad witness log DIR --key VKEY")
	}
	return fail.New(fail.Failed, "the witness %s answers %d: %s", w.Key.Name(), status, said)
}

// cosignedBy gives what the keys signed of a checkpoint of this log.
func cosignedBy(signed []byte, keys []*witness.Key, p pinned) ([]witness.Cosigned, error) {
	found, err := witness.Cosignatures(signed, keys)
	if err != nil {
		return nil, fail.New(fail.Integrity, "what was handed back: %w", err).Do("ask the witness again, and compare its key")
	}
	out := make([]witness.Cosigned, len(found))
	for i, c := range found {
		out[i] = witness.Cosigned{Size: p.Size, Root: ledger.PathHash(p.Root), Checkpoint: string(p.signed), Witness: c.Key.String(), At: c.At, Line: c.Line}
	}
	return out, nil
}

// TakeCosigned records what partners signed who were reached by a file: signed is
// the checkpoint with their lines. What is recorded already is not recorded twice.
func TakeCosigned(ctx context.Context, a *Archive, actor guard.Actor, signed []byte, keys []*witness.Key) ([]witness.Cosigned, error) {
	if err := mayVouch(actor); err != nil {
		return nil, err
	}
	p, err := a.ownCheckpoint(ctx, signed)
	if err != nil {
		return nil, err
	}
	all, err := cosignedBy(signed, keys, p)
	if err == nil && len(all) == 0 {
		err = fail.New(fail.Usage, "none of the keys given signed this checkpoint; it carries lines of %q", witness.Signers(signed)).Do("give the witness's key: --key VKEY")
	}
	if err != nil {
		return nil, err
	}
	facts := make([]ledger.Fact, len(all))
	for i, c := range all {
		facts[i] = c
	}
	return all, recordVouched(ctx, a, actor, facts)
}

// ownCheckpoint reads a checkpoint, with whatever lines, that this archive's key
// signed and whose entries are the first of this log, and gives it with the log's
// line alone.
func (a *Archive) ownCheckpoint(ctx context.Context, signed []byte) (p pinned, err error) {
	verifier, err := note.NewVerifier(a.Key)
	if err != nil {
		return p, fmt.Errorf("reading the archive's public key: %w", err)
	}
	if p.Checkpoint, err = ledger.OpenCheckpoint(signed, verifier); err != nil {
		return p, fail.New(fail.Usage, "this is no checkpoint of this archive: %w", err)
	}
	text, lines, err := witness.SplitNote(signed)
	if err != nil {
		return p, fail.New(fail.Usage, "%w", err)
	}
	for _, line := range lines {
		if p.signed = []byte(text + "\n" + line); ledger.SoleForm(p.signed, verifier) == nil {
			return p, a.Book.Look(ctx, func(ctx context.Context, s State) error { return goesOnFrom(ctx, s, p.Checkpoint) })
		}
	}
	return p, fail.New(fail.Usage, "the archive's own line of this checkpoint is not written in its one form")
}

// goesOnFrom refuses a checkpoint that is not of the beginning of this log, though
// its key signed it: that would be a second history.
func goesOnFrom(ctx context.Context, s State, c ledger.Checkpoint) error {
	tree, err := s.Tree(ctx)
	if err != nil {
		return err
	}
	wrong := fail.New(fail.Integrity, "this archive's key signed a checkpoint of %d entries that is not of this history", c.Size).Do("write nothing here; two archives write under one key, or this one was put back to an earlier day")
	if c.Size > tree.Size() {
		return wrong
	}
	root, err := tree.Root(c.Size)
	if err == nil && root != c.Root {
		err = wrong
	}
	return err
}

// recordVouched appends what others said, but for what stands there already.
func recordVouched(ctx context.Context, a *Archive, actor guard.Actor, facts []ledger.Fact) error {
	if len(facts) == 0 {
		return nil
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) (fresh []ledger.Fact, err error) {
		for _, f := range facts {
			known, err := isVouched(ctx, s, f)
			if err != nil {
				return nil, err
			}
			if !known {
				fresh = append(fresh, f)
			}
		}
		return fresh, nil
	})
	return err
}

// sameSize bounds what is looked through for a line that is there already.
const sameSize = 1000

func isVouched(ctx context.Context, s State, fact ledger.Fact) (bool, error) {
	switch f := fact.(type) {
	case witness.Cosigned:
		if err := goesOnFrom(ctx, s, ledger.Checkpoint{Size: f.Size, Root: [32]byte(f.Root)}); err != nil {
			return false, err
		}
		all, err := s.Cosigned(ctx, VouchQuery{Size: f.Size, Witness: f.Witness, Limit: sameSize})
		for _, c := range all {
			if c.Line == f.Line {
				return true, err
			}
		}
		return false, err
	case witness.Stamped:
		if err := goesOnFrom(ctx, s, ledger.Checkpoint{Size: f.Size, Root: [32]byte(f.Root)}); err != nil {
			return false, err
		}
		all, err := s.Stamped(ctx, VouchQuery{Size: f.Size, Limit: sameSize})
		for _, c := range all {
			if string(c.Reply) == string(f.Reply) {
				return true, err
			}
		}
		return false, err
	}
	return false, fmt.Errorf("a %s says nothing of a checkpoint", fact.Kind())
}

// isQuiet reports whether nothing was recorded since size entries but what others
// said of checkpoints: to ask for their word again would only make more of it.
func isQuiet(ctx context.Context, s State, size int64) (bool, error) {
	c, err := pin(ctx, s)
	if err != nil {
		return false, err
	}
	if size <= 0 || size > c.Size {
		return false, nil
	}
	quiet := true
	err = s.Events(ctx, size, c.Size, func(e Recorded) error {
		if e.Kind != (witness.Cosigned{}).Kind() && e.Kind != (witness.Stamped{}).Kind() {
			quiet = false
			return ErrEnough
		}
		return nil
	})
	return quiet, Walked(err)
}

// NothingSince reports whether nothing was recorded but what others said, since each
// of the witnesses signed, and since a checkpoint was stamped last.
func NothingSince(ctx context.Context, a *Archive, of []WitnessAt) (signed, stamped bool, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		signed = true
		for _, w := range of {
			last, err := LastSigned(ctx, s, w.Key.String())
			if err != nil {
				return err
			}
			quiet, err := isQuiet(ctx, s, last)
			if signed = signed && quiet; err != nil {
				return err
			}
		}
		last, err := s.Stamped(ctx, VouchQuery{Limit: 1})
		if err == nil && len(last) > 0 {
			stamped, err = isQuiet(ctx, s, last[0].Size)
		}
		return err
	})
	return signed, stamped, err
}

// errNothing says that there is nothing that anybody vouched for.
var errNothing = errors.New("nothing was cosigned yet")

// NewestCosigned gives the largest checkpoint of at most so many entries (0: of all)
// that a witness signed, with all its cosignatures; fail.NotFound if there is none.
func NewestCosigned(ctx context.Context, s State, most int64) (signed []byte, c ledger.Checkpoint, err error) {
	newest, err := s.Cosigned(ctx, VouchQuery{Most: most, Limit: 1})
	if err != nil {
		return nil, c, err
	}
	if len(newest) == 0 {
		return nil, c, fail.New(fail.NotFound, "%w", errNothing).Do("ask witnesses: sanad checkpoint cosign")
	}
	all, err := s.Cosigned(ctx, VouchQuery{Size: newest[0].Size, Limit: sameSize})
	if err != nil {
		return nil, c, err
	}
	signed = witness.Gather(all)
	c, err = ledger.CheckpointText([]byte(newest[0].Checkpoint))
	return signed, c, err
}
