package flow

import (
	"context"

	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
	"sanad/internal/core/intake/signatory"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// signing is what a letter box has of petitions.
type signing struct {
	a      *Archive
	gather *Gather
}

// NewSigning lets strangers sign an archive's petitions; what they do is recorded
// by gather, together with whatever else they do.
func NewSigning(a *Archive, gather *Gather) Signing { return &signing{a, gather} }

// Signable implements Signing.
func (b *signing) Signable(ctx context.Context, s State, caseName string) (names []string, err error) {
	all, err := s.Petitions(ctx, caseName)
	for _, p := range all {
		if p.Closed == 0 && p.Version() > 0 {
			names = append(names, p.Petition)
		}
	}
	return names, err
}

// Petition implements Signing: anybody may read one that has a text.
func (b *signing) Petition(ctx context.Context, id string) (intake.PetitionShown, error) {
	p, err := b.look(ctx, id)
	if err != nil {
		return intake.PetitionShown{}, err
	}
	return p.Shown(), nil
}

func (b *signing) look(ctx context.Context, id string) (p intake.Petition, err error) {
	err = b.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		if p, err = s.Petition(ctx, id); err == nil && p.Version() == 0 {
			err = fail.New(fail.NotFound, "there is no petition %s", id)
		}
		return err
	})
	return p, err
}

// Sign implements Signing. All that tells of the signer is sealed before anything
// is written.
func (b *signing) Sign(ctx context.Context, sig intake.Signature) (intake.Receipt, error) {
	p, err := b.look(ctx, sig.Petition)
	if err == nil {
		err = maySign(p, sig.Version)
	}
	if err != nil {
		return intake.Receipt{}, err
	}
	fact := intake.Signed{Petition: p.Petition, Version: sig.Version}
	if fact.Sealed, err = sealSignature(b.a.Sealer, p.PetitionOpened, sig); err != nil {
		return intake.Receipt{}, err
	}
	words, err := code.Draw(b.a.Random)
	if err != nil {
		return intake.Receipt{}, err
	}
	fact.Code = code.SignatureLookup(b.a.origin(), words)
	done, err := b.gather.Add(ctx, "", func(ctx context.Context, s State) (ledger.Fact, error) {
		now, err := s.Petition(ctx, p.Petition)
		if err != nil {
			return nil, err
		}
		return fact, maySign(now, sig.Version)
	})
	if err != nil {
		return intake.Receipt{}, err
	}
	return intake.Receipt{Code: words, Proof: done.Proof}, nil
}

// maySign refuses to sign what is closed, and words that are no longer those of
// the petition: who signs has read them.
func maySign(p intake.Petition, version int) error {
	switch {
	case p.Closed != 0:
		return fail.New(fail.Refused, "the petition %s is closed", p.Petition)
	case version != p.Version():
		return fail.New(fail.Conflict, "the words of the petition %s were changed since they were read", p.Petition).Do("read them again, and sign if you agree")
	}
	return nil
}

// sealSignature seals who signs to the names key, and what a tally compares to
// the tally key.
func sealSignature(sealer Sealer, p intake.PetitionOpened, sig intake.Signature) (sealed intake.SealedSignature, err error) {
	if err := p.CheckAnswers(sig.Identity); err != nil {
		return sealed, err
	}
	region, ok := p.RegionNumber(sig.Region)
	if !ok {
		return sealed, fail.New(fail.Usage, "the petition %s has no region %q", p.Petition, sig.Region)
	}
	names, err := intake.PackNames(sig.Identity)
	if err != nil {
		return sealed, err
	}
	if sealed.Names, err = sealSmall(sealer, names, p.Names.Recipient); err != nil {
		return sealed, err
	}
	sealed.Tally, err = sealSmall(sealer, intake.PackTally(signatory.Fold(p.Petition, sig.Identity), region), p.Tally.Recipient)
	return sealed, err
}

// Withdraw implements Signing. Words that are wrong, of nothing, or used already
// are answered alike.
func (b *signing) Withdraw(ctx context.Context, typed string) (intake.Receipt, error) {
	words, _ := code.Read(typed) // what was typed wrongly is looked up all the same
	lookup := code.SignatureLookup(b.a.origin(), words)
	done, err := b.gather.Add(ctx, lookup, func(ctx context.Context, s State) (ledger.Fact, error) {
		n, err := s.SignatureOf(ctx, lookup)
		if fail.Of(err) == fail.NotFound || err == nil && n.Withdrawn != 0 {
			err = fail.New(fail.NotFound, "no signature is taken back with these words")
		}
		if err != nil {
			return nil, err
		}
		return intake.SignatureWithdrawn{Petition: n.Petition, Signature: n.Entry}, nil
	})
	if err != nil {
		return intake.Receipt{}, err
	}
	return intake.Receipt{Proof: done.Proof}, nil
}
