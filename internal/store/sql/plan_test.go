package sql

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// What is asked of few claims must not walk all claims on a property, or all
// there are: an archive has millions.
func TestClaimsAreFoundByWhatNarrowsThemMost(t *testing.T) {
	ctx := context.Background()
	b, err := OpenSQLite(ctx, filepath.Join(t.TempDir(), "sanad.db"), true, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for want, filters := range map[string][]flow.ClaimFilter{
		"view_claim_entity (entity=?":                     {{Entity: "e"}, {Entity: "e", Property: "name"}, {About: []string{"e", "f"}}, {About: []string{"e", "f"}, Property: "name", Case: "main"}},
		"view_claim_value (value_entity=? AND property=?": {{Valued: []string{"e"}, Property: "post"}, {Valued: []string{"e", "f"}, Property: "post", Case: "main"}, {ValueEntity: "e", Property: "post"}},
		"view_claim_key_key (key=?":                       {{Called: []string{"k"}, Property: "unit"}, {Called: []string{"k", "l"}, Property: "unit", Case: "main"}},
		"view_claim_passage_passage (passage=?":           {{Passage: "p", Property: "name"}},
		"view_claim_passage_item (item=?":                 {{Item: custody.Sum{1}, Property: "name"}},
		"view_claim_graphic (idx>?":                       {{Item: custody.Sum{1}, Flag: claim.FlagGraphic}, {Item: custody.Sum{1}, Flag: claim.FlagGraphic, Case: "main"}},
		"view_claim_property (property=? AND idx>?":       {{Property: "holds"}, {Property: "holds", Schema: "Person", Case: "main"}},
	} {
		for _, f := range filters {
			query, args := claimsQuery(f, custody.Sum{})
			plan, err := collect(ctx, b.reader, func(r scanner) (step string, err error) {
				var n int
				return step, r.Scan(&n, &n, &n, &step)
			}, "EXPLAIN QUERY PLAN "+entityColumns+" WHERE e.id = $1", "e")
			if all := strings.Join(plan, "; "); err != nil || strings.Contains(all, "view_claim_property") {
				t.Errorf("an entity: %s %v", all, err)
			}
			plan, err = collect(ctx, b.reader, func(r scanner) (step string, err error) {
				var n int
				return step, r.Scan(&n, &n, &n, &step)
			}, "EXPLAIN QUERY PLAN "+query, append(args, -1, 500)...)
			if err != nil {
				t.Fatal(err)
			}
			all := strings.Join(plan, "; ")
			walks := strings.Contains(all, "SCAN") || strings.Contains(all, "view_claim_idx") || strings.Contains(all, "view_claim_property") && !strings.HasPrefix(want, "view_claim_property")
			if !strings.Contains(all, want) || walks {
				t.Errorf("%+v: %s", f, all)
			}
		}
	}
	query, args := claimsQuery(flow.ClaimFilter{}, custody.Sum{1})
	plan, err := collect(ctx, b.reader, func(r scanner) (step string, err error) {
		var n int
		return step, r.Scan(&n, &n, &n, &step)
	}, "EXPLAIN QUERY PLAN "+query, append(args, -1, 500)...)
	if all := strings.Join(plan, "; "); err != nil || !strings.HasPrefix(all, "SEARCH c USING INTEGER PRIMARY KEY (rowid>?)") || strings.Contains(all, "TEMP B-TREE") {
		t.Errorf("claims on a table: %s %v", all, err)
	}
	plan, err = collect(ctx, b.reader, func(r scanner) (step string, err error) {
		var n int
		return step, r.Scan(&n, &n, &n, &step)
	}, "EXPLAIN QUERY PLAN "+judgementsOfQuery, "e")
	if all := strings.Join(plan, "; "); err != nil || strings.Contains(all, "SCAN j") || !strings.Contains(all, "view_judgement_right (right_id=?") {
		t.Errorf("judgements of one: %s %v", all, err)
	}
}
