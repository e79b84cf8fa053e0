package flow

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// PetitionRequest says what petition is to be opened.
type PetitionRequest struct {
	Petition string
	Case     string
	Identity []string // fields that signers are asked for
	Regions  []intake.Region
	Least    int // people of a region that is told of, at least; 0: intake.LeastTold
}

// NewPetition opens a petition. Two keys are drawn for it, and their private
// halves sealed to the key holders of the case at once: nobody has seen them. a
// is the whole archive, for the name must be free in all cases.
func NewPetition(ctx context.Context, a *Archive, actor guard.Actor, req PetitionRequest) (intake.PetitionOpened, error) {
	f := intake.PetitionOpened{Petition: req.Petition, Case: req.Case, Identity: req.Identity, Regions: req.Regions, Least: req.Least}
	if f.Case == "" {
		f.Case = DefaultCase
	}
	if f.Least == 0 {
		f.Least = intake.LeastTold
	}
	if err := actor.MayIn(f.Case, guard.ToClaim); err != nil {
		return f, err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
		if _, err := s.Petition(ctx, f.Petition); err == nil {
			return nil, fail.New(fail.Conflict, "there is a petition %s already", f.Petition).Do("choose another name")
		} else if fail.Of(err) != fail.NotFound {
			return nil, err
		}
		holders, need, err := HoldersOf(ctx, s, f.Case)
		if err != nil {
			return nil, err
		}
		if f.Tally, err = a.draw(holders, need); err != nil {
			return nil, err
		}
		if f.Names, err = a.draw(holders, need); err != nil {
			return nil, err
		}
		if err := f.Check(); err != nil {
			return nil, usage(err)
		}
		facts, err = caseFacts(ctx, s, f.Case)
		return append(facts, f), err
	})
	return f, err
}

// draw makes a key of which only the public half, and what holders must open
// together, outlives the call.
func (a *Archive) draw(holders []guard.Holder, need int) (d intake.Drawn, err error) {
	var seed [32]byte
	if _, err := io.ReadFull(a.Random, seed[:]); err != nil {
		return d, fmt.Errorf("drawing a petition's key: %w", err)
	}
	identity, recipient, err := a.Sealer.FromSeed(seed)
	if err != nil {
		return d, err
	}
	envelope, err := a.Sealer.SealShared([]byte(identity), need, holders)
	if err != nil {
		return d, err
	}
	d.Recipient = recipient
	d.Sealed, err = json.Marshal(envelope)
	return d, err
}

// WordPetition fixes what a version of a petition says in a language, and gives
// the version; version 0 in f is the newest one without words in the language.
func WordPetition(ctx context.Context, a *Archive, actor guard.Actor, f intake.PetitionWorded) (int, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return 0, err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		p, err := s.Petition(ctx, f.Petition)
		if err != nil {
			return nil, err
		}
		if err := actor.MayIn(p.Case, guard.ToClaim); err != nil {
			return nil, err
		}
		if f.Version == 0 {
			f.Version = max(1, p.Version())
		}
		if err := f.Check(); err != nil {
			return nil, usage(err)
		}
		return []ledger.Fact{f}, p.MayWord(f)
	})
	return f.Version, err
}

// ClosePetition ends signing. Who signed can still take it back.
func ClosePetition(ctx context.Context, a *Archive, actor guard.Actor, id string) error {
	if err := actor.May(guard.ToClaim); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		p, err := s.Petition(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := actor.MayIn(p.Case, guard.ToClaim); err != nil {
			return nil, err
		}
		if p.Closed != 0 {
			return nil, fail.New(fail.Conflict, "the petition %s is closed already, by entry %d", id, p.Closed)
		}
		return []ledger.Fact{intake.PetitionClosed{Petition: id}}, nil
	})
	return err
}

// PetitionStands is a petition with how many signed.
type PetitionStands struct {
	intake.Petition
	Received, Withdrawn int64
}

// Standing is how many signatures count now.
func (p PetitionStands) Standing() int64 { return p.Received - p.Withdrawn }

// StandingOf adds to a petition how many signed.
func StandingOf(ctx context.Context, s State, p intake.Petition) (PetitionStands, error) {
	received, withdrawn, err := s.CountSignatures(ctx, p.Petition)
	return PetitionStands{p, received, withdrawn}, err
}

// ReadRegions reads regions as they are typed: "north:en=North,fa=شمال", one each.
func ReadRegions(typed []string) ([]intake.Region, error) {
	var regions []intake.Region
	for _, text := range typed {
		name, titles, _ := strings.Cut(text, ":")
		r := intake.Region{Name: strings.TrimSpace(name), Title: map[string]string{}}
		for _, part := range strings.Split(titles, ",") {
			lang, title, ok := strings.Cut(part, "=")
			if !ok && strings.TrimSpace(part) == "" {
				continue
			}
			if !ok || !slices.Contains(intake.Languages(), strings.TrimSpace(lang)) {
				return nil, fail.New(fail.Usage, "the region %q has a title in no language that pages have", text).Do("write it as NAME:en=TITLE,fa=TITLE,ar=TITLE")
			}
			r.Title[strings.TrimSpace(lang)] = strings.TrimSpace(title)
		}
		regions = append(regions, r)
	}
	return regions, nil
}
