package app

import (
	"context"
	"errors"
	"strings"
	"testing"

	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/naming"
)

// A group of names that would contradict those that are here is named; the rest
// of the batch comes in.
func TestAGroupOfNamesThatContradictsIsNamed(t *testing.T) {
	a, sums := graphArchive(t)
	everyKind(t, a, sums)
	out := exportGraph(t, a.archive, founder(), "")
	b, _ := graphArchive(t)
	record(t, b, ben(), person.GroupNames([]string{"Kardan", "Kerdan"}, false, "r"), person.GroupNames([]string{"Kerdan", "Cardan"}, true, "r"))
	for _, dry := range []bool{true, false} {
		req := request(out)
		req.DryRun = dry
		got := importGraph(t, b.archive, founder(), req)
		if got.Missed != 2 || got.Failed[0].ID != "Cardan, Kardaan, Kardan" || got.Failed[1].ID != "Cardan, Kardan" || !strings.Contains(got.Failed[0].Error, "can't be kept apart") {
			t.Errorf("dry run %t: %+v", dry, got)
		}
	}
	look(t, b, func(s flow.State) error {
		_, err := flow.Dictionary(context.Background(), s, naming.Standard())
		groups, wrong := s.NameGroups(context.Background())
		if len(groups) != 3 || !groups[2].Apart {
			t.Errorf("the groups are %+v", groups)
		}
		return errors.Join(err, wrong)
	})
}
