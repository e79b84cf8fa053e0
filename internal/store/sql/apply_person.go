package sql

import (
	"context"
	"encoding/json"

	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
)

func personAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		person.ListImported{}.Kind():  applyListImported,
		person.ListRevised{}.Kind():   applyListRevised,
		person.ListCompleted{}.Kind(): applyListCompleted,
		person.ListDescribed{}.Kind(): applyListDescribed,
		person.Mentioned{}.Kind():     applyMentioned,
		person.Revised{}.Kind():       applyRevised,
		person.Retired{}.Kind():       applyRetired,
		person.Judged{}.Kind():        applyJudged,
		person.Linked{}.Kind():        applyLinked,
		person.NamesGrouped{}.Kind():  applyNamesGrouped,
	}
}

func applyListImported(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.ListImported](e)
	if err != nil {
		return err
	}
	if err := w.insert(ctx, "view_list", "id, name, case_name, version, about, idx", "", f.List, f.Name, f.Case, 1, "", e.Index); err != nil {
		return err
	}
	return insertVersion(ctx, w, e.Index, person.ListRevised{List: f.List, Version: 1, Item: f.Item, Mapping: f.Mapping, Fingerprint: f.Fingerprint, Rows: f.Rows})
}

func insertVersion(ctx context.Context, w *bulk, index int64, f person.ListRevised) error {
	return w.insert(ctx, "view_list_version", "list, version, item, mapping, fingerprint, rows_read, complete, idx", "",
		f.List, f.Version, f.Item[:], f.Mapping, f.Fingerprint, f.Rows, 0, index)
}

func applyListRevised(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.ListRevised](e)
	if err != nil {
		return err
	}
	if err := insertVersion(ctx, w, e.Index, f); err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_list SET version = $2 WHERE id = $1`, f.List, f.Version)
}

func applyListCompleted(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.ListCompleted](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_list_version SET complete = 1 WHERE list = $1 AND version = $2`, f.List, max(f.Version, 1))
}

func applyListDescribed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.ListDescribed](e)
	if err != nil {
		return err
	}
	about, err := json.Marshal(f.About)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_list SET about = $2 WHERE id = $1`, f.List, string(about))
}

func applyMentioned(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.Mentioned](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_mention", "id, list, row_no, row_id, name, came, version, row_key, digest, retired, idx", "",
		f.Mention, f.List, f.Row, f.RowID, f.Name, max(f.Version, 1), max(f.Version, 1), f.Key, f.Digest, 0, e.Index)
}

func applyRevised(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.Revised](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_mention SET row_no = $2, row_id = $3, name = $4, version = $5, row_key = $6, digest = $7, retired = 0 WHERE id = $1`,
		f.Mention, f.Row, f.RowID, f.Name, f.Version, f.Key, f.Digest)
}

func applyRetired(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.Retired](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_mention SET retired = 1 WHERE id = $1`, f.Mention)
}

func applyJudged(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.Judged](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_judgement", "idx, left_id, right_id, verdict, relation, reason, evidence, blind, bulk, run, actor", "",
		e.Index, f.Left, f.Right, string(f.Verdict), f.Relation, f.Reason, f.Evidence, asInt(f.Blind), asInt(f.Bulk), f.Run, e.Actor)
}

func applyLinked(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.Linked](e)
	if err != nil {
		return err
	}
	var sealed any
	if f.Sealed != nil {
		sealed = f.Sealed[:]
	}
	return w.insert(ctx, "view_linking", "idx, run, case_name, model, outcome, sealed, seen, rows_read, pairs, clusters, actor", "",
		e.Index, f.Run, f.Case, f.Model[:], f.Outcome[:], sealed, f.Seen, f.Rows, f.Pairs, f.Clusters, e.Actor)
}

func applyNamesGrouped(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.NamesGrouped](e)
	if err != nil {
		return err
	}
	names, err := asJSON(f.Names)
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_name_group (names, apart, lifted, reason, idx) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (names) DO UPDATE SET apart = excluded.apart, lifted = excluded.lifted, reason = excluded.reason, idx = excluded.idx`,
		names, asInt(f.Apart), asInt(f.Lifted), f.Reason, e.Index)
}
