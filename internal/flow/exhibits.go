package flow

import (
	"cmp"
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// BundledExhibit is a disclosed item with the numbers of its pages and of the
// family it stands in: what it was taken out of and what was taken out of that,
// as far as these leave.
type BundledExhibit struct {
	disclosure.Exhibit
	Name                 string // its SHA-256, or what stands for it where that leaves nowhere; Item is then zero
	Parent               string // the Name of what it was taken out of, if that leaves
	MediaType, Path      string // of what lies in the bundle
	BegAttach, EndAttach string // of the family; empty for what stands alone
}

// Exhibits gives the exhibits of a plan that are numbered, in order of their
// numbers.
func Exhibits(ctx context.Context, s State, caseName string, plan disclosure.Plan) ([]BundledExhibit, error) {
	versions, order, err := exhibitsOf(ctx, s, caseName, plan)
	if err != nil {
		return nil, err
	}
	known, err := s.Exhibits(ctx, caseName, sums(order))
	if err != nil {
		return nil, err
	}
	families := map[custody.Sum][]int{}
	roots, parents, names := map[custody.Sum]custody.Sum{}, map[custody.Sum]*custody.Sum{}, map[custody.Sum]string{}
	for _, o := range order {
		roots[o.item], parents[o.item], names[o.item] = o.root, o.parent, o.item.String()
	}
	hidden := map[custody.Sum]bool{}
	for _, c := range plan.Copies {
		names[c.Item], hidden[c.Item] = c.Name, c.Hidden
	}
	var out []BundledExhibit
	for _, e := range known {
		if versions[e.Item] == e.Version {
			families[roots[e.Item]] = append(families[roots[e.Item]], len(out))
			b := BundledExhibit{Exhibit: e, Name: names[e.Item]}
			if up := parents[e.Item]; up != nil {
				b.Parent = names[*up]
			}
			if hidden[e.Item] {
				b.Item = custody.Sum{}
			}
			out = append(out, b)
		}
	}
	for _, members := range families {
		if len(members) < 2 {
			continue
		}
		beg, end := out[members[0]], out[members[0]]
		for _, i := range members {
			if out[i].First < beg.First {
				beg = out[i]
			}
			if out[i].First > end.First {
				end = out[i]
			}
		}
		for _, i := range members {
			out[i].BegAttach, out[i].EndAttach = beg.Beg(), end.End()
		}
	}
	return out, nil
}

// toNumber is an item that leaves with its pages, and where it stands among the
// others: a family one after the other, from what all was taken out of.
type toNumber struct {
	item, root custody.Sum
	parent     *custody.Sum
	at         int64 // its first acquisition in the case
	depth      int
}

func sums(all []toNumber) []custody.Sum {
	out := make([]custody.Sum, len(all))
	for i, o := range all {
		out[i] = o.item
	}
	return out
}

// exhibitsOf gives what of a plan leaves with pages, as which version, in the
// order in which it is numbered.
func exhibitsOf(ctx context.Context, s State, caseName string, plan disclosure.Plan) (map[custody.Sum]disclosure.ExhibitVersion, []toNumber, error) {
	versions := map[custody.Sum]disclosure.ExhibitVersion{}
	for _, item := range plan.Items {
		versions[item] = disclosure.AsOriginal
	}
	for _, c := range plan.Copies {
		if c.How != disclosure.NameOnly {
			versions[c.Item] = disclosure.AsCopy
		}
	}
	all := map[custody.Sum]*toNumber{}
	for item := range versions {
		o, err := standsIn(ctx, s, caseName, item, versions)
		if err != nil {
			return nil, nil, err
		}
		all[item] = o
	}
	order := make([]toNumber, 0, len(all))
	for _, o := range all {
		o.root = o.item
		for up := o.parent; up != nil && o.depth < maxFamilyDepth; up = all[*up].parent {
			o.root = *up
			o.depth++
		}
		order = append(order, *o)
	}
	slices.SortFunc(order, func(a, b toNumber) int {
		return cmp.Or(cmp.Compare(all[a.root].at, all[b.root].at), slices.Compare(a.root[:], b.root[:]),
			cmp.Compare(a.depth, b.depth), cmp.Compare(a.at, b.at), slices.Compare(a.item[:], b.item[:]))
	})
	return versions, order, nil
}

// maxFamilyDepth is deeper than members of members are taken out.
const maxFamilyDepth = 64

// standsIn tells when an item came into custody for a case, and out of what that
// leaves with it. How other cases came by it stays inside.
func standsIn(ctx context.Context, s State, caseName string, item custody.Sum, leaves map[custody.Sum]disclosure.ExhibitVersion) (*toNumber, error) {
	steps, err := s.Steps(ctx, item)
	if err != nil {
		return nil, err
	}
	out := &toNumber{item: item, at: -1}
	for _, step := range steps {
		if step.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		acc, err := s.Accession(ctx, step.Accession)
		if err != nil {
			return nil, err
		}
		if !acc.Label.MayRelease() || acc.Case != caseName {
			continue
		}
		if out.at < 0 {
			out.at = step.Index
		}
		parent, err := takenOutOf(ctx, s, step.Index)
		if err != nil {
			return nil, err
		}
		if parent != nil && *parent != item && leaves[*parent] != "" && out.parent == nil {
			out.parent = parent
		}
	}
	return out, nil
}

func takenOutOf(ctx context.Context, s State, index int64) (parent *custody.Sum, err error) {
	e, err := s.Event(ctx, index)
	if err != nil || len(e.Body) == 0 { // an erased body tells of no parent
		return nil, err
	}
	return parent, ledger.Take(e.Event, func(f *custody.Acquired) error { parent = f.Parent; return nil })
}

// numberExhibits records the numbers of the pages that leave for the first time.
// It must be called before anything of the bundle is written, so that what the
// bundle says of its pages is in the ledger that it is made from.
func numberExhibits(ctx context.Context, a *Archive, actor guard.Actor, prefix string, decided func(context.Context, State) (string, disclosure.Plan, error)) error {
	missing := false
	err := a.Book.Look(ctx, func(ctx context.Context, s State) error {
		facts, err := exhibitFacts(ctx, a, s, prefix, decided)
		missing = len(facts) > 0
		return err
	})
	if err != nil || !missing {
		return err
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		return exhibitFacts(ctx, a, s, prefix, decided)
	})
	return err
}

// exhibitFacts gives what has no number yet numbers after the last.
func exhibitFacts(ctx context.Context, a *Archive, s State, asked string, decided func(context.Context, State) (string, disclosure.Plan, error)) ([]ledger.Fact, error) {
	caseName, plan, err := decided(ctx, s)
	if err != nil {
		return nil, err
	}
	versions, order, err := exhibitsOf(ctx, s, caseName, plan)
	if err != nil {
		return nil, err
	}
	known, err := s.Exhibits(ctx, caseName, sums(order))
	if err != nil {
		return nil, err
	}
	has := map[custody.Sum]bool{}
	for _, e := range known {
		if e.Version == versions[e.Item] {
			has[e.Item] = true
		}
	}
	order = slices.DeleteFunc(order, func(o toNumber) bool { return has[o.item] })
	if len(order) == 0 {
		return nil, nil
	}
	prefix, next, err := nextExhibit(ctx, a, s, caseName, asked)
	if err != nil {
		return nil, err
	}
	var facts []ledger.Fact
	for _, o := range order {
		pages, err := pagesOf(ctx, s, o.item)
		if err != nil {
			return nil, err
		}
		f := disclosure.ExhibitNumbered{Case: caseName, Item: o.item, Version: versions[o.item], Prefix: prefix, First: next, Pages: pages}
		if err := usage(f.Check()); err != nil {
			return nil, err
		}
		facts, next = append(facts, f), next+pages
	}
	return facts, nil
}

// nextExhibit gives the prefix of a case and the number after its last. A case
// that has numbers goes on with their prefix unless another is asked for; no two
// cases share one, for the numbers that are missing in the one would tell of the
// other.
func nextExhibit(ctx context.Context, a *Archive, s State, caseName, asked string) (string, int64, error) {
	prefix := asked
	if prefix == "" {
		last, err := s.LastExhibit(ctx, caseName, "")
		switch {
		case err == nil:
			prefix = last.Prefix
		case fail.Of(err) == fail.NotFound:
			prefix = disclosure.PrefixFor(a.Name, caseName, DefaultCase)
		default:
			return "", 0, err
		}
	}
	if err := disclosure.CheckPrefix(prefix); err != nil {
		return "", 0, err
	}
	last, err := s.LastExhibit(ctx, "", prefix)
	switch {
	case fail.Of(err) == fail.NotFound && err != nil:
		return prefix, 1, nil
	case err != nil:
		return "", 0, err
	case last.Case != caseName:
		return "", 0, fail.New(fail.Conflict, "the prefix %s is another case's", prefix).Do("give the pages of this case another: --prefix TEXT")
	}
	return prefix, last.First + last.Pages, nil
}

// pagesOf counts the pages of an item: those of its reading with the most pages;
// what is no text, and a table, is one page.
func pagesOf(ctx context.Context, s State, item custody.Sum) (int64, error) {
	all, err := s.Renditions(ctx, item)
	pages := int64(1)
	for _, r := range all {
		if r.Form == text.Pages {
			pages = max(pages, r.Parts)
		}
	}
	return pages, err
}
