package sql

import (
	"context"
	"encoding/json"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
)

func petitionAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		intake.PetitionOpened{}.Kind():     applyPetitionOpened,
		intake.PetitionWorded{}.Kind():     applyPetitionWorded,
		intake.PetitionClosed{}.Kind():     applyPetitionClosed,
		intake.Signed{}.Kind():             applySigned,
		intake.SignatureWithdrawn{}.Kind(): applySignatureWithdrawn,
		intake.Tallied{}.Kind():            applyTallied,
		intake.PetitionExported{}.Kind():   applyPetitionExported,
	}
}

func applyPetitionOpened(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.PetitionOpened](e)
	if err != nil {
		return err
	}
	for part, key := range []struct {
		what string
		of   intake.Drawn
	}{{intake.KeyTally, f.Tally}, {intake.KeyNames, f.Names}} {
		r := seal.Record{Of: f.Petition, What: key.what, Case: f.Case, Part: part}
		if err := json.Unmarshal(key.of.Sealed, &r.Envelope); err != nil {
			return err
		}
		if err := applySealed(ctx, w, e, r); err != nil {
			return err
		}
	}
	// What is sealed stands among the sealed records; every signer has the rest read.
	f.Tally.Sealed, f.Names.Sealed = nil, nil
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_petition", "id, case_name, body, actor, time, idx, closed", "",
		f.Petition, f.Case, string(body), e.Actor, micros(e.Time), e.Index, 0)
}

func applyPetitionWorded(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.PetitionWorded](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_petition_text", "idx, petition, body", "", e.Index, f.Petition, string(e.Body))
}

func applyPetitionClosed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.PetitionClosed](e)
	if err != nil {
		return err
	}
	if err := insertPetitionTurn(ctx, w, e, f.Petition, "closed"); err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_petition SET closed = $1 WHERE id = $2`, e.Index, f.Petition)
}

// applySigned takes the fact as it was made, if it is at hand: signatures come
// by the thousand, and their sealed parts are long to read again.
func applySigned(ctx context.Context, w *bulk, e ledger.Event) error {
	f, made := w.fact.(intake.Signed)
	if !made {
		var err error
		if f, err = decode[intake.Signed](e); err != nil {
			return err
		}
	}
	return w.insert(ctx, "view_signature", "idx, petition, version, code, time, withdrawn", "", e.Index, f.Petition, f.Version, f.Code, micros(e.Time), 0)
}

func applySignatureWithdrawn(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.SignatureWithdrawn](e)
	if err != nil {
		return err
	}
	if err := w.insert(ctx, "view_signature_withdrawn", "idx, petition, time", "", e.Index, f.Petition, micros(e.Time)); err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_signature SET withdrawn = $1 WHERE idx = $2`, e.Index, f.Signature)
}

func applyTallied(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.Tallied](e)
	if err != nil {
		return err
	}
	return insertPetitionTurn(ctx, w, e, f.Petition, "tallied")
}

func applyPetitionExported(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.PetitionExported](e)
	if err != nil {
		return err
	}
	return insertPetitionTurn(ctx, w, e, f.Petition, "exported")
}

func insertPetitionTurn(ctx context.Context, w *bulk, e ledger.Event, petition, kind string) error {
	return w.insert(ctx, "view_petition_turn", "idx, petition, kind, body, actor", "", e.Index, petition, kind, string(e.Body), e.Actor)
}
