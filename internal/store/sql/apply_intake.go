package sql

import (
	"context"
	"encoding/json"
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
)

func intakeAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		intake.DoorOpened{}.Kind(): applyDoorOpened,
		intake.DoorClosed{}.Kind(): applyDoorClosed,
		intake.Received{}.Kind():   applyReceived,
		intake.Added{}.Kind():      applyAdded,
		intake.Answered{}.Kind():   applyAnswered,
		intake.Ended{}.Kind():      applyEnded,
		intake.Sorted{}.Kind():     applySorted,
		intake.Linked{}.Kind():     applySubmissionLinked,
		intake.Taken{}.Kind():      applyTaken,

		intake.CorrectionNoted{}.Kind():   applyCorrectionNoted,
		intake.CorrectionDecided{}.Kind(): applyCorrectionDecided,
	}
}

func applyDoorOpened(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.DoorOpened](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_door (name, case_name, body, idx, closed) VALUES ($1, $2, $3, $4, 0)
		ON CONFLICT (name) DO UPDATE SET body = excluded.body, closed = 0`, f.Door, f.Case, string(e.Body), e.Index)
}

func applyDoorClosed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.DoorClosed](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_door SET closed = 1 WHERE name = $1`, f.Door)
}

func applyReceived(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.Received](e)
	if err != nil {
		return err
	}
	caseName, err := w.doorCase(ctx, f.Door)
	if err != nil {
		return err
	}
	err = w.insert(ctx, "view_submission", "id, door, case_name, thread, body, time, idx, sorted, grp, note, sorted_by, sorted_idx, accession, ended, spoken, last, unread", "",
		f.Submission, f.Door, caseName, f.Thread, string(e.Body), micros(e.Time), e.Index, string(intake.New), f.Sealed.Group, "", "", 0, "", "", micros(e.Time), e.Index, 0)
	if err != nil {
		return err
	}
	if err := applyGiver(ctx, w, e, f.Submission, caseName, f.Sealed); err != nil {
		return err
	}
	return insertLetter(ctx, w, e, f.Thread, f.Content, f.Sealed)
}

// applyGiver enters the sealed record of who handed something in, if they said it.
func applyGiver(ctx context.Context, w *bulk, e ledger.Event, submission, caseName string, sealed intake.Sealed) error {
	if len(sealed.Giver) == 0 {
		return nil
	}
	r := seal.Record{Of: submission, What: seal.Giver, Case: caseName}
	if err := json.Unmarshal(sealed.Giver, &r.Envelope); err != nil {
		return fmt.Errorf("reading the giver's envelope of %s: %w", submission, err)
	}
	return applySealed(ctx, w, e, r)
}

// doorCase gives the case of a door, remembering the last one asked for: many
// strangers come to one door, and it never changes its case.
func (b *bulk) doorCase(ctx context.Context, door string) (string, error) {
	if b.lastDoor == door {
		return b.lastDoorCase, nil
	}
	if err := b.flush(ctx); err != nil {
		return "", err
	}
	name, err := one(ctx, b.q, func(s scanner) (name string, err error) {
		return name, s.Scan(&name)
	}, "door", door, `SELECT case_name FROM view_door WHERE name = $1`, door)
	if err == nil {
		b.lastDoor, b.lastDoorCase = door, name
	}
	return name, err
}

// step is what of a message its row keeps.
type step struct {
	Content intake.Content `json:"content,omitzero"`
	Sealed  intake.Sealed  `json:"sealed,omitzero"`
	Answer  intake.Part    `json:"answer,omitzero"`
}

func insertStep(ctx context.Context, w *bulk, e ledger.Event, thread string, ours int, s step) error {
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_step", "idx, thread, ours, actor, time, body", "", e.Index, thread, ours, e.Actor, micros(e.Time), string(body))
}

// insertLetter keeps what a stranger sent, with the sealed bytes it is of.
func insertLetter(ctx context.Context, w *bulk, e ledger.Event, thread string, content intake.Content, sealed intake.Sealed) error {
	for n, p := range sealed.Parts() {
		if err := insertPart(ctx, w, e.Index, n, p); err != nil {
			return err
		}
	}
	return insertStep(ctx, w, e, thread, 0, step{Content: content, Sealed: sealed})
}

// insertPart keeps the name of sealed bytes, with their place: an entry names at
// most intake.MaxFiles and a story.
func insertPart(ctx context.Context, w *bulk, index int64, n int, p intake.Part) error {
	sum, err := custody.ParseSum(p.Sum)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_part", "sum, bytes, place", "ON CONFLICT DO NOTHING", sum[:], p.Bytes, 256*index+int64(n))
}

func applyAdded(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.Added](e)
	if err != nil {
		return err
	}
	if err := insertLetter(ctx, w, e, f.Thread, f.Content, f.Sealed); err != nil {
		return err
	}
	if len(f.Sealed.Giver) > 0 {
		if err := applyGiverOf(ctx, w, e, f); err != nil {
			return err
		}
	}
	return w.exec(ctx, `UPDATE view_submission SET spoken = $2, last = $3, unread = unread + 1 WHERE thread = $1`, f.Thread, micros(e.Time), e.Index)
}

// applyGiverOf is applyGiver for an addition, which names its thread alone.
func applyGiverOf(ctx context.Context, w *bulk, e ledger.Event, f intake.Added) error {
	if err := w.flush(ctx); err != nil {
		return err
	}
	type to struct{ id, caseName string }
	at, err := one(ctx, w.q, func(r scanner) (t to, err error) {
		return t, r.Scan(&t.id, &t.caseName)
	}, "thread", f.Thread, `SELECT id, case_name FROM view_submission WHERE thread = $1`, f.Thread)
	if err != nil {
		return err
	}
	return applyGiver(ctx, w, e, at.id, at.caseName, f.Sealed)
}

func applyAnswered(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.Answered](e)
	if err != nil {
		return err
	}
	if err := insertPart(ctx, w, e.Index, 0, f.Sealed); err != nil {
		return err
	}
	if err := insertStep(ctx, w, e, f.Thread, 1, step{Answer: f.Sealed}); err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_submission SET spoken = $2, last = $3, unread = 0 WHERE thread = $1`, f.Thread, micros(e.Time), e.Index)
}

func applyEnded(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.Ended](e)
	if err != nil {
		return err
	}
	if err := w.exec(ctx, `UPDATE view_submission SET ended = $2 WHERE thread = $1`, f.Thread, string(f.Why)); err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_submission_turn (idx, submission, linked) SELECT $1, id, '' FROM view_submission WHERE thread = $2`, e.Index, f.Thread)
}

func applySorted(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.Sorted](e)
	if err != nil {
		return err
	}
	if err := insertSubmissionTurn(ctx, w, e.Index, f.Submission, ""); err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_submission SET sorted = $2, grp = CASE WHEN $3 = '' THEN grp ELSE $3 END, note = $4, sorted_by = $5, sorted_idx = $6,
		unread = CASE WHEN $3 <> '' AND sorted = $2 THEN unread ELSE 0 END WHERE id = $1`,
		f.Submission, string(f.As), f.Group, f.Note, e.Actor, e.Index)
}

func insertSubmissionTurn(ctx context.Context, w *bulk, index int64, id, linked string) error {
	return w.insert(ctx, "view_submission_turn", "idx, submission, linked", "", index, id, linked)
}

func applySubmissionLinked(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.Linked](e)
	if err != nil {
		return err
	}
	return insertSubmissionTurn(ctx, w, e.Index, f.Submission, f.To)
}

func applyTaken(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.Taken](e)
	if err != nil {
		return err
	}
	if err := insertSubmissionTurn(ctx, w, e.Index, f.Submission, ""); err != nil {
		return err
	}
	if err := applyConsentAtDoor(ctx, w, e, f); err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_submission SET sorted = $2, accession = $3, sorted_by = $4, sorted_idx = $5, unread = 0 WHERE id = $1`,
		f.Submission, string(intake.InKeep), f.Accession, e.Actor, e.Index)
}
