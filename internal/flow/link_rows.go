package flow

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// linkRows are the rows of a case's lists of people as a state has them, in
// the order of the ledger.
type linkRows struct {
	lists   []person.List
	at      map[string]int // place of a list by its id
	langs   []string       // of each list
	records []person.Record
}

// seenProperties are what a reviewer is shown of a record, and judges by: what
// linking compares, and what lists say beside it, which often tells brothers.
func seenProperties() []string {
	out := []string{"description", "nickname", "title", "age", "role"}
	for _, f := range linkage.People().Fields {
		out = append(out, f.Columns...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// listsOf gathers the lists of a case whose rows speak of people.
func listsOf(ctx context.Context, s State, caseName string) (linkRows, error) {
	rows := linkRows{at: map[string]int{}}
	lists, err := s.Lists(ctx, caseName)
	if err != nil {
		return rows, err
	}
	for _, l := range lists {
		m, err := mapping.Parse([]byte(l.Mapping))
		if err != nil {
			return rows, fmt.Errorf("reading the mapping of the list %s: %w", l.Name, err)
		}
		if m.Schema == "Person" { // others tell of posts or places
			rows.at[l.List] = len(rows.lists)
			rows.lists, rows.langs = append(rows.lists, l), append(rows.langs, m.Language)
		}
	}
	return rows, nil
}

// rowsOf gathers the rows of a case without what they say.
func rowsOf(ctx context.Context, s State, caseName string) (linkRows, error) {
	rows, err := listsOf(ctx, s, caseName)
	if err != nil {
		return rows, err
	}
	if len(rows.lists) == 0 && caseName != DefaultCase {
		if known, err := s.HasCase(ctx, caseName); err != nil || !known {
			return rows, cmp.Or(err, error(fail.New(fail.NotFound, "there is no case %s", caseName).Do("see sanad lists; a case is opened by what is first put into it")))
		}
	}
	named, err := namedOf(ctx, s)
	if err != nil {
		return rows, err
	}
	var doubtful []int // they may say nothing any more
	err = s.Mentions(ctx, caseName, "", func(m person.Mention) error {
		if _, ok := rows.at[m.List]; !ok || m.Retired {
			return nil
		}
		if !named[m.Mentioned.Mention] {
			doubtful = append(doubtful, len(rows.records))
		}
		rows.records = append(rows.records, person.Record{Mention: m.Mentioned.Mention, List: m.List, Row: m.Row, RowID: m.RowID, Name: m.Name})
		return nil
	})
	if err != nil {
		return rows, err
	}
	return rows, rows.drop(ctx, s, doubtful)
}

// namedOf tells which things a standing claim gives a name.
func namedOf(ctx context.Context, s State) (map[string]bool, error) {
	named := map[string]bool{}
	err := s.Values(ctx, "", "name", func(entity, _ string) error { named[entity] = true; return nil })
	if err != nil {
		return nil, fmt.Errorf("reading names: %w", err)
	}
	return named, nil
}

// drop leaves out rows that no standing claim is on: a row whose every claim
// was withdrawn is no record any more. Rows that never had a claim stay.
func (r *linkRows) drop(ctx context.Context, s State, doubtful []int) error {
	gone := map[int]bool{}
	for _, i := range doubtful {
		claims, stand := 0, 0
		err := s.Claims(ctx, ClaimFilter{Entity: r.records[i].Mention, After: -1}, func(c claim.Claim) error {
			claims++
			if c.Standing.Stands() {
				stand++
			}
			return nil
		})
		if err != nil {
			return err
		}
		gone[i] = claims > 0 && stand == 0
	}
	kept := r.records[:0]
	for i, record := range r.records {
		if !gone[i] {
			kept = append(kept, record)
		}
	}
	r.records = kept
	return nil
}

// ids gives the mentions in order.
func (r linkRows) ids() []string {
	out := make([]string, len(r.records))
	for i, record := range r.records {
		out[i] = record.Mention
	}
	return out
}

// fill reads what all rows say of properties, in whatever case it was claimed.
// Where several things are said of one property, the claims themselves are
// asked, for one may be preferred.
func (r *linkRows) fill(ctx context.Context, s State, properties []string) error {
	at := make(map[string]int, len(r.records))
	for i := range r.records {
		at[r.records[i].Mention] = i
		r.records[i].Values = map[string]string{}
	}
	var rivals []string
	for _, property := range properties {
		err := s.Values(ctx, "", property, func(entity, value string) error {
			i, ok := at[entity]
			if !ok || value == "" {
				return nil
			}
			if was := r.records[i].Values[property]; was != "" && was != value {
				rivals = append(rivals, entity)
			}
			r.records[i].Values[property] = value
			return nil
		})
		if err != nil {
			return fmt.Errorf("reading what is claimed on %s: %w", property, err)
		}
	}
	slices.Sort(rivals)
	said, err := recordsOf(ctx, s, slices.Compact(rivals), properties)
	for id, record := range said {
		r.records[at[id]] = record
	}
	return err
}

// recordsOf gives what rows of lists, or persons, say: what was asked of each,
// by its claims. All must be there.
func recordsOf(ctx context.Context, s State, ids, properties []string) (map[string]person.Record, error) {
	out := make(map[string]person.Record, len(ids))
	sealed := map[custody.Sum]bool{}
	for part := range slices.Chunk(ids, MaxOf) {
		for _, id := range part {
			r, err := headOf(ctx, s, id, sealed)
			if err != nil {
				return nil, err
			}
			out[id] = r
		}
		err := s.Claims(ctx, ClaimFilter{About: part, After: -1}, func(c claim.Claim) error {
			r := out[c.Entity]
			if !c.Standing.Stands() || c.Standing == claim.Superseded || c.Value == "" || !slices.Contains(properties, c.Property) {
				return nil
			}
			secret := false
			for _, p := range c.Passages {
				hides, err := isSealed(ctx, s, p.Item, sealed)
				if err != nil {
					return err
				}
				secret = secret || hides
			}
			if secret && r.Values[c.Property] != "" && !r.Secret[c.Property] {
				return nil // what everybody may know of goes first
			}
			r.Values[c.Property] = c.Value
			if delete(r.Secret, c.Property); secret {
				r.Secret[c.Property] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// headOf begins the record of a row of a list, or of a person.
func headOf(ctx context.Context, s State, id string, sealed map[custody.Sum]bool) (person.Record, error) {
	r := person.Record{Mention: id, Values: map[string]string{}, Secret: map[string]bool{}}
	m, err := s.Mention(ctx, id)
	if err == nil {
		r.List, r.Row, r.RowID, r.Name = m.List, m.Row, m.RowID, m.Name
		r.Hidden, err = isSealed(ctx, s, m.Item, sealed)
		return r, err
	}
	if fail.Of(err) != fail.NotFound {
		return r, err
	}
	e, missing := s.Entity(ctx, id)
	if fail.Of(missing) == fail.NotFound {
		return r, err // there is neither a row nor a thing of that name
	}
	if missing == nil && e.Schema != "Person" {
		missing = fail.New(fail.Usage, "%s is %s: only rows of lists and persons are judged to be the same", id, schema.WithArticle(e.Schema))
	}
	r.Name = e.Name
	return r, missing
}

// isSealed reports whether an item is sealed, asking once for each.
func isSealed(ctx context.Context, s State, item custody.Sum, known map[custody.Sum]bool) (bool, error) {
	is, ok := known[item]
	if ok {
		return is, nil
	}
	i, err := s.Item(ctx, item)
	if err != nil && fail.Of(err) != fail.NotFound {
		return false, err
	}
	known[item] = err != nil || i.Label == guard.Sealed
	return known[item], nil
}

// recordOf gives what one row of a list, or a person, says.
func recordOf(ctx context.Context, s State, id string, properties []string) (person.Record, error) {
	all, err := recordsOf(ctx, s, []string{id}, properties)
	return all[id], err
}

// recordAt gives what a row or person said when the ledger ended with entry
// index, as far as the actor may know it.
func recordAt(ctx context.Context, s State, id string, index int64, properties []string) (person.Record, error) {
	now, err := recordOf(ctx, s, id, properties)
	if err != nil {
		return now, err
	}
	steps, err := History(ctx, s, ClaimFilter{Entity: id, After: -1})
	if err != nil {
		return now, err
	}
	then := person.Record{Mention: id, List: now.List, Row: now.Row, RowID: now.RowID, Name: now.Name, Values: map[string]string{}}
	for _, was := range AsOf(steps, index) {
		if was.Standing.Stands() && was.Claim.Value != "" && slices.Contains(properties, was.Claim.Property) {
			then.Values[was.Claim.Property] = was.Claim.Value
		}
	}
	if name := then.Values["name"]; name != "" {
		then.Name = name
	}
	return then, nil
}

// seenOf leaves of a record what a reviewer is shown.
func seenOf(r person.Record) person.Record {
	properties := seenProperties()
	r.Values = maps.Clone(r.Values)
	maps.DeleteFunc(r.Values, func(p, _ string) bool { return !slices.Contains(properties, p) })
	return r
}

// evidenceOf is the hash of what a reviewer is shown of two records.
func evidenceOf(a, b person.Record) string { return person.Evidence(seenOf(a), seenOf(b)) }
