package flow

import (
	"bytes"
	"context"
	"io"

	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
	"sanad/internal/core/intake/signatory"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// PetitionToRead gives a petition as anybody may read it: one that has a text.
func PetitionToRead(ctx context.Context, s State, id string) (intake.PetitionShown, error) {
	p, err := s.Petition(ctx, id)
	if err == nil && p.Version() == 0 {
		err = fail.New(fail.NotFound, "there is no petition %s", id)
	}
	if err != nil {
		return intake.PetitionShown{}, err
	}
	return p.Shown(), nil
}

// SignPetition records a signature. All that tells of the signer is sealed before
// anything is written; together with many others it is recorded by g.
func SignPetition(ctx context.Context, a *Archive, g *Gather, sig intake.Signature) (intake.Receipt, error) {
	var p intake.Petition
	err := a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		p, err = s.Petition(ctx, sig.Petition)
		return err
	})
	if err == nil {
		err = maySign(p, sig.Version)
	}
	if err != nil {
		return intake.Receipt{}, err
	}
	fact := intake.Signed{Petition: p.Petition, Version: sig.Version}
	if fact.Sealed, err = sealSignature(a.Sealer, p.PetitionOpened, sig); err != nil {
		return intake.Receipt{}, err
	}
	words, err := code.Draw(a.Random)
	if err != nil {
		return intake.Receipt{}, err
	}
	fact.Code = code.SignatureLookup(a.origin(), words)
	_, proof, err := g.Add(ctx, "", func(ctx context.Context, s State) (ledger.Fact, error) {
		now, err := s.Petition(ctx, p.Petition)
		if err != nil {
			return nil, err
		}
		return fact, maySign(now, sig.Version)
	})
	if err != nil {
		return intake.Receipt{}, err
	}
	return intake.Receipt{Code: words, Proof: proof}, nil
}

// maySign refuses to sign what is closed, and words that are no longer those of
// the petition: who signs has read them.
func maySign(p intake.Petition, version int) error {
	switch {
	case p.Version() == 0:
		return fail.New(fail.NotFound, "there is no petition %s", p.Petition)
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
	if sealed.Names, err = sealPart(sealer, names, p.Names.Recipient); err != nil {
		return sealed, err
	}
	sealed.Tally, err = sealPart(sealer, intake.PackTally(signatory.Fold(p.Petition, sig.Identity), region), p.Tally.Recipient)
	return sealed, err
}

func sealPart(sealer Sealer, clear []byte, recipient string) ([]byte, error) {
	var out bytes.Buffer
	w, err := sealer.SealStream(&out, []string{recipient})
	if err == nil {
		_, err = w.Write(clear)
	}
	if err == nil {
		err = w.Close()
	}
	return out.Bytes(), err
}

func openPart(sealer Sealer, sealed []byte, identity string) ([]byte, error) {
	r, err := sealer.OpenStream(bytes.NewReader(sealed), identity)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// WithdrawSignature takes a signature back, for whoever has its words. Words that
// are wrong, of nothing, or used already are answered alike.
func WithdrawSignature(ctx context.Context, a *Archive, g *Gather, typed string) (intake.Receipt, error) {
	words, _ := code.Read(typed) // what was typed wrongly is looked up all the same
	lookup := code.SignatureLookup(a.origin(), words)
	_, proof, err := g.Add(ctx, lookup, func(ctx context.Context, s State) (ledger.Fact, error) {
		n, err := s.SignatureOf(ctx, lookup)
		if err == nil && n.Withdrawn != 0 {
			err = fail.New(fail.NotFound, "there is no signature of this code")
		}
		if err != nil {
			return nil, err
		}
		return intake.SignatureWithdrawn{Petition: n.Petition, Signature: n.Entry}, nil
	})
	if err != nil {
		return intake.Receipt{}, err
	}
	return intake.Receipt{Proof: proof}, nil
}
