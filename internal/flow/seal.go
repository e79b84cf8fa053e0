package flow

import (
	"context"
	"io"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/seal"
	"sanad/internal/ground/fail"
)

// Sealer encrypts and decrypts. Implementations MUST draw all keys from true
// chance, and MUST never keep or write a key or a value.
type Sealer interface {
	// SealShared seals a value so that need of the holders, together, open it.
	SealShared(value []byte, need int, holders []guard.Holder) (seal.Envelope, error)
	// OpenShare opens a holder's own share with the holder's private key.
	OpenShare(h seal.Held, identity string) (share []byte, err error)
	// SealShare seals a share to a recipient.
	SealShare(share []byte, recipient string) ([]byte, error)
	// OpenShared opens a record with at least as many shares as it needs.
	OpenShared(e seal.Envelope, shares [][]byte) (value []byte, err error)
	// SealStream encrypts what is written so that each recipient alone can open
	// it; it holds no more than a small part of it in memory.
	SealStream(w io.Writer, recipients []string) (io.WriteCloser, error)
	// OpenStream decrypts what SealStream wrote.
	OpenStream(r io.Reader, identity string) (io.Reader, error)
	// FromSeed gives the key pair that a seed determines.
	FromSeed(seed [32]byte) (identity, recipient string, err error)
	// RecipientOf gives the public half of a private key.
	RecipientOf(identity string) (string, error)
}

// SealedFilter narrows a walk over sealed records; zero fields do not narrow.
type SealedFilter struct {
	Case   string
	Of     string // that belong to this accession, identity ...
	Holder string // of which this holder has a share
	After  int64  // only records behind this one (seal.Record.Seq); -1: all
	Limit  int
}

// UnsealFilter narrows a walk over requests to open something.
type UnsealFilter struct {
	Case   string
	Record string
	After  int64 // only requests made after this entry; -1: all
	Limit  int
}

// SealState reads sealed records and who asked to open them.
type SealState interface {
	Sealed(ctx context.Context, id string) (seal.Record, error)
	// EachSealed walks sealed records in order of the ledger.
	EachSealed(ctx context.Context, f SealedFilter, yield func(seal.Record) error) error
	Unsealing(ctx context.Context, request string) (seal.Request, error)
	// Unsealings walks requests, oldest first.
	Unsealings(ctx context.Context, f UnsealFilter, yield func(seal.Request) error) error
	// Spread tells how well the records of each case are held, in order of the cases.
	Spread(ctx context.Context) ([]seal.Spread, error)
	// Holdings tells of how many records of each case a holder has a share.
	Holdings(ctx context.Context) ([]seal.Holding, error)
}

// HoldersOf gives who together opens what is sealed for a case from now on, in
// order of their names, and how many of them are needed. A case that has, or had,
// holders of its own uses these alone. Until somebody decides, two are needed where
// there are two. It is refused when there is nobody, or fewer than are needed.
func HoldersOf(ctx context.Context, s State, caseName string) (holders []guard.Holder, need int, err error) {
	all, err := s.Holders(ctx)
	if err != nil {
		return nil, 0, err
	}
	former, err := s.FormerHolders(ctx)
	if err != nil {
		return nil, 0, err
	}
	of := caseName
	if holders = holdersOf(all, of); len(holders) == 0 && of != "" {
		if len(holdersOf(former, of)) > 0 {
			return nil, 0, fail.New(fail.Refused, "nothing can be sealed: the case %s has no key holder of its own any more", of).
				Do("add one: sanad key new HOLDER --case %s --out FILE", of)
		}
		of = ""
		holders = holdersOf(all, of)
	}
	if len(holders) == 0 {
		return nil, 0, fail.New(fail.Refused, "nothing can be sealed: there is no key holder").Do("make one: sanad key new HOLDER --out FILE")
	}
	if need, err = needOf(ctx, s, of, len(holders)); err != nil {
		return nil, 0, err
	}
	if need > len(holders) {
		return nil, 0, fail.New(fail.Refused, "nothing can be sealed: %d key holders are needed together, and there are %d", need, len(holders)).
			Do("add a holder: sanad key new HOLDER --out FILE; or need fewer: sanad key threshold N")
	}
	return holders, need, nil
}

func holdersOf(all []guard.Holder, caseName string) []guard.Holder {
	return slices.DeleteFunc(slices.Clone(all), func(h guard.Holder) bool { return h.Case != caseName })
}

// needOf gives how many of n holders are needed, as it was decided for a case or,
// for "", the archive.
func needOf(ctx context.Context, s State, caseName string, n int) (int, error) {
	set, err := s.Thresholds(ctx)
	if err != nil {
		return 0, err
	}
	for _, t := range set {
		if t.Case == caseName {
			return t.Need, nil
		}
	}
	return min(2, n), nil
}

// SealFor seals a value for a case, so that its key holders open it together. The
// value itself is never written anywhere.
func SealFor(ctx context.Context, a *Archive, caseName, value string) (e seal.Envelope, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		holders, need, err := HoldersOf(ctx, s, caseName)
		if err == nil {
			e, err = a.Sealer.SealShared([]byte(value), need, holders)
		}
		return err
	})
	return e, err
}
