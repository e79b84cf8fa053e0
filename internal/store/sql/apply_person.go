package sql

import (
	"context"

	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
)

func personAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		person.ListImported{}.Kind():  applyListImported,
		person.ListCompleted{}.Kind(): applyListCompleted,
		person.Mentioned{}.Kind():     applyMentioned,
		person.Judged{}.Kind():        applyJudged,
	}
}

func applyListImported(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.ListImported](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_list", "id, name, case_name, item, mapping, fingerprint, rows_read, idx, complete", "",
		f.List, f.Name, f.Case, f.Item[:], f.Mapping, f.Fingerprint, f.Rows, e.Index, 0)
}

func applyListCompleted(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.ListCompleted](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_list SET complete = 1 WHERE id = $1`, f.List)
}

func applyMentioned(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.Mentioned](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_mention", "id, list, row_no, row_id, name, idx", "", f.Mention, f.List, f.Row, f.RowID, f.Name, e.Index)
}

func applyJudged(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[person.Judged](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_judgement", "idx, left_id, right_id, verdict, reason, evidence, actor", "",
		e.Index, f.Left, f.Right, string(f.Verdict), f.Reason, f.Evidence, e.Actor)
}
