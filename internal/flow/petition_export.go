package flow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// PetitionExport says what of a petition is handed to the body it is for.
type PetitionExport struct {
	Petition  string
	Tally     int64  // its entry; 0: the newest
	For       string // intake.ForCount, ForSample or ForNames
	Recipient string // public age key of the body, to which names are sealed
	Seed      string // of a sample
	Size      int    // of a sample
	Identity  string // private half of the names key, as its holders opened it
}

// PetitionHanded tells what was written.
type PetitionHanded struct {
	Tally      intake.Tally
	Checkpoint []byte
	Names      int64 // signers whose names are in it
	Index      int64 // the entry that says so
}

// ExportPetition writes the words of a petition, its tally with the proof, and,
// sealed to the recipient, the names under a sample of the signatures or under
// all that were counted. That it leaves is recorded before anything is written.
func ExportPetition(ctx context.Context, a *Archive, actor guard.Actor, req PetitionExport, sink Sink) (out PetitionHanded, err error) {
	if err := actor.May(guard.ToApprove); err != nil {
		return out, err
	}
	var p intake.Petition
	written, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if p, err = s.Petition(ctx, req.Petition); err != nil {
			return nil, err
		}
		if err := actor.MayIn(p.Case, guard.ToApprove); err != nil {
			return nil, err
		}
		if out.Tally, err = TallyOf(ctx, s, p.Petition, req.Tally); err != nil {
			return nil, err
		}
		if err := req.mayOpen(a.Sealer, p.PetitionOpened); err != nil {
			return nil, err
		}
		f := intake.PetitionExported{Petition: p.Petition, Tally: out.Tally.Index, For: req.For, Recipient: req.Recipient, Seed: req.Seed, Size: req.Size}
		return []ledger.Fact{f}, usage(f.Check())
	})
	if err != nil {
		return out, err
	}
	out.Index = written.First
	if err := writeWords(p, out.Tally, req, sink); err != nil {
		return out, err
	}
	if out.Checkpoint, err = ProveTally(ctx, a, actor, out.Tally, below{sink, "tally/"}); err != nil || req.For == intake.ForCount {
		return out, err
	}
	out.Names, err = handNames(ctx, a, req, out.Tally, sink)
	return out, err
}

// mayOpen refuses a key that is not the names key, and a recipient that nothing
// can be sealed to, before it is recorded that names leave.
func (r PetitionExport) mayOpen(sealer Sealer, p intake.PetitionOpened) error {
	if r.For == intake.ForCount {
		return nil
	}
	if r.Identity == "" {
		return fail.New(fail.Refused, "the names under the petition %s are sealed, and their key was not opened", p.Petition).
			Do("ask its holders; sanad petition show %s names the record", p.Petition)
	}
	recipient, err := sealer.RecipientOf(r.Identity)
	if err == nil && recipient != p.Names.Recipient {
		err = fail.New(fail.Refused, "this is not the names key of the petition %s", p.Petition)
	}
	if err == nil {
		_, err = sealSmall(sealer, nil, r.Recipient)
	}
	return err
}

// below writes into a folder of a sink.
type below struct {
	sink   Sink
	prefix string
}

func (b below) Create(name string) (io.WriteCloser, error) { return b.sink.Create(b.prefix + name) }

func writeWords(p intake.Petition, t intake.Tally, req PetitionExport, sink Sink) error {
	for _, text := range p.Texts {
		name := fmt.Sprintf("texts/%d-%s.txt", text.Version, safePart(text.Language))
		if err := writeFile(sink, name, []byte(text.Title+"\n\n"+text.To+"\n\n"+text.Text+"\n")); err != nil {
			return err
		}
	}
	return writeFile(sink, "README.txt", []byte(readMe(p, t, req)))
}

// readMe tells the body what it was given, and of a sample what it was drawn by:
// without the seed nobody could draw it again.
func readMe(p intake.Petition, t intake.Tally, req PetitionExport) string {
	read := fmt.Sprintf(`The petition %s

%d signatures stand, %d were withdrawn, as counted below entry %d of the archive's ledger.
`, p.Petition, t.Signatures, t.Withdrawn, t.At)
	if t.Distinct != nil {
		read += fmt.Sprintf("They are of %d people, as far as what they wrote tells.\n", *t.Distinct)
	}
	read += `
texts/     what was signed, by version and language
tally/     the proof of the count: sanad-verify tally
`
	if req.For == intake.ForCount {
		return read
	}
	who := "all who signed"
	if req.For == intake.ForSample {
		who = fmt.Sprintf("who gave %d of the signatures, or all if fewer stand, drawn by the seed %q", req.Size, req.Seed)
	}
	return read + fmt.Sprintf(`names.age  %s; sealed to you
           age --decrypt -i YOUR-KEY names.age   (age 1.3 or newer, for a post-quantum key)
`, who)
}

// handed is a line of names.age.
type handed struct {
	Entry   int64          `json:"entry"`
	Version int            `json:"version"`
	Answers []intake.Field `json:"answers"`
}

// handNames seals names to the recipient as they are opened; in clear they are
// nowhere but in memory, one at a time.
func handNames(ctx context.Context, a *Archive, req PetitionExport, t intake.Tally, sink Sink) (n int64, err error) {
	file, err := sink.Create("names.age")
	if err != nil {
		return 0, err
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		standing, _, err := standingAt(ctx, s, req.Petition, t.At)
		if err != nil {
			return err
		}
		entries := make([]int64, len(standing))
		for i, c := range standing {
			entries[i] = c.Entry
		}
		if req.For == intake.ForSample {
			if entries, err = intake.Sample(req.Seed, t.Tags, entries, req.Size); err != nil {
				return err
			}
		}
		sealed, err := a.Sealer.SealStream(file, []string{req.Recipient})
		if err != nil {
			return err
		}
		out := json.NewEncoder(sealed)
		out.SetEscapeHTML(false)
		for _, entry := range entries {
			line, err := nameUnder(ctx, a, s, entry, req.Identity)
			if err == nil {
				err = out.Encode(line)
			}
			if err != nil {
				return err
			}
			n++
		}
		return sealed.Close()
	})
	return n, errors.Join(err, file.Close())
}

func nameUnder(ctx context.Context, a *Archive, s State, entry int64, identity string) (handed, error) {
	f, err := signedAt(ctx, s, entry)
	if err != nil {
		return handed{}, err
	}
	clear, err := openSmall(a.Sealer, f.Sealed.Names, identity)
	if err != nil {
		return handed{}, fail.New(fail.Integrity, "the names under the signature of entry %d can't be opened: %w", entry, err)
	}
	answers, err := intake.UnpackNames(clear)
	return handed{entry, f.Version, answers}, err
}
