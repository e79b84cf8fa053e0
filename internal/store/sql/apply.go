package sql

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// applier changes the views by one event. It reads nothing but the event and
// the views, so that the same events always give the same views.
type applier func(ctx context.Context, w *bulk, e ledger.Event) error

// appliers tells for every kind of event how it changes the views.
func appliers() map[ledger.Kind]applier {
	all := map[ledger.Kind]applier{
		guard.ArchiveMade{}.Kind(): nothing,
	}
	for _, kind := range []ledger.Kind{guard.PasswordSet{}.Kind(), guard.FactorSet{}.Kind(), guard.FactorRemoved{}.Kind(), guard.FactorReset{}.Kind(), guard.SessionsRevoked{}.Kind()} {
		all[kind] = nothing
	}
	for _, noun := range []map[ledger.Kind]applier{guardAppliers(), sealAppliers(), unsealAppliers(), custodyAppliers(), textAppliers(), mentionAppliers(), claimAppliers(), findingAppliers(), countAppliers(), vocabularyAppliers(), personAppliers(), disclosureAppliers(), termsAppliers(), exhibitAppliers(), redactionAppliers(), intakeAppliers(), petitionAppliers(), witnessAppliers()} {
		for kind, apply := range noun {
			all[kind] = apply
		}
	}
	return all
}

func nothing(context.Context, *bulk, ledger.Event) error { return nil }

// applyAll changes the views by events, in their order.
func (b *Book) applyAll(ctx context.Context, q querier, events []flow.Recorded) error {
	w := newBulk(b.d, q)
	known := appliers()
	for _, e := range events {
		if err := applyOne(ctx, known, w, e.Event); err != nil {
			return err
		}
	}
	return w.flush(ctx)
}

func applyOne(ctx context.Context, known map[ledger.Kind]applier, w *bulk, e ledger.Event) error {
	apply, ok := known[e.Kind]
	if !ok {
		return fail.New(fail.Failed, "entry %d is a %s, which this Sanad does not know", e.Index, e.Kind).Do("install the version that wrote it, or a newer one")
	}
	if len(e.Body) == 0 {
		return fail.New(fail.Integrity, "the event of entry %d was removed", e.Index).Do("run sanad verify; restore a backup into a new folder")
	}
	if err := apply(ctx, w, e); err != nil {
		return fmt.Errorf("applying entry %d (%s) to the views: %w", e.Index, e.Kind, err)
	}
	return applyRecorded(ctx, w, e)
}

// applyRecorded notes where something was recorded first. Most bodies say
// nothing of it, and are not read again to learn that.
func applyRecorded(ctx context.Context, w *bulk, e ledger.Event) error {
	if !bytes.Contains(e.Body, []byte(`"recorded":{`)) {
		return nil
	}
	var f struct {
		Recorded *ledger.Recorded `json:"recorded"`
	}
	if err := json.Unmarshal(e.Body, &f); err != nil {
		return fmt.Errorf("reading where entry %d was recorded first: %w", e.Index, err)
	}
	if f.Recorded == nil {
		return nil
	}
	return w.insert(ctx, "view_recorded", "log, there, idx", "ON CONFLICT DO NOTHING", f.Recorded.Log, f.Recorded.Index, e.Index)
}

// decode reads the body of an event as the fact T.
func decode[T any, P interface {
	*T
	ledger.Fact
}](e ledger.Event) (T, error) {
	var f T
	err := ledger.Decode(e, P(&f))
	return f, err
}

func guardAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		guard.UserAdded{}.Kind():    applyUserAdded,
		guard.UserDisabled{}.Kind(): applyUserDisabled,
		guard.RolesGiven{}.Kind():   applyRolesGiven,
		guard.CaseOpened{}.Kind():   applyCaseOpened,
	}
}

func applyUserAdded(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[guard.UserAdded](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_user (handle, roles, disabled, added) VALUES ($1, $2, 0, $3)
		ON CONFLICT (handle) DO UPDATE SET roles = excluded.roles, disabled = 0`, f.User, spaced(f.Roles), micros(e.Time))
}

// spaced writes roles for a column.
func spaced(roles []guard.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return strings.Join(names, " ")
}

func applyRolesGiven(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[guard.RolesGiven](e)
	if err != nil {
		return err
	}
	if f.Case == "" {
		return w.exec(ctx, `INSERT INTO view_user (handle, roles, disabled, added) VALUES ($1, $2, 0, $3)
			ON CONFLICT (handle) DO UPDATE SET roles = excluded.roles, disabled = 0`, f.User, spaced(f.Roles), micros(e.Time))
	}
	if err := w.exec(ctx, `INSERT INTO view_user (handle, roles, disabled, added) VALUES ($1, '', 0, $2)
		ON CONFLICT (handle) DO UPDATE SET disabled = 0`, f.User, micros(e.Time)); err != nil {
		return err
	}
	if len(f.Roles) == 0 {
		return w.exec(ctx, `DELETE FROM view_member WHERE handle = $1 AND case_name = $2`, f.User, f.Case)
	}
	return w.exec(ctx, `INSERT INTO view_member (handle, case_name, roles) VALUES ($1, $2, $3)
		ON CONFLICT (handle, case_name) DO UPDATE SET roles = excluded.roles`, f.User, f.Case, spaced(f.Roles))
}

func applyUserDisabled(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[guard.UserDisabled](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_user SET disabled = 1 WHERE handle = $1`, f.User)
}

func applyCaseOpened(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[guard.CaseOpened](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_case", "name, idx", "ON CONFLICT DO NOTHING", f.Case, e.Index)
}

// asInt keeps a yes as 1 and a no as 0, in both databases.
func asInt(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// asJSON writes a small list for a text column; nothing is the empty string.
func asJSON[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	b, err := json.Marshal(list)
	return string(b), err
}

func fromJSON[T any](text string) (list []T, err error) {
	if text != "" {
		err = json.Unmarshal([]byte(text), &list)
	}
	return list, err
}
