package flow

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/fail"
)

// Linked is what pairing found and judgements made of it.
type Linked struct {
	Records   []person.Record
	Pairs     []person.Pair // by person.PairRule
	Undecided []person.Pair // those nobody judged yet
	LeftOut   int           // records in blocks too large to compare
	Clusters  []person.Cluster
	Conflicts []person.Conflict
	Judged    int
}

// Link pairs the mentions of a case and clusters them by the judgements made.
func Link(ctx context.Context, s State, caseName string) (Linked, error) {
	var l Linked
	var err error
	if l.Records, err = records(ctx, s, caseName); err != nil {
		return l, fmt.Errorf("reading the mentions of case %s: %w", caseName, err)
	}
	ids := make([]string, len(l.Records))
	for i, r := range l.Records {
		ids[i] = r.Mention
	}
	judgements, persons, err := judgementsOf(ctx, s, caseName, ids)
	if err != nil {
		return l, err
	}
	judged := map[[2]string]bool{}
	for _, j := range judgements {
		judged[[2]string{j.Left, j.Right}] = true
		if !persons[j.Left] && !persons[j.Right] {
			l.Judged++
		}
	}
	l.Pairs, l.LeftOut = person.Pairs(l.Records)
	for _, p := range l.Pairs {
		if !judged[[2]string{p.Left.Mention, p.Right.Mention}] {
			l.Undecided = append(l.Undecided, p)
		}
	}
	l.Clusters, l.Conflicts = person.Clusters(ids, judgements, slices.Sorted(maps.Keys(persons))...)
	return l, nil
}

// judgementsOf gives the judgements of a case, and who in them is a person and
// no row of a list: such a one is not counted, and joins the rows that are
// judged to be the same as it.
func judgementsOf(ctx context.Context, s State, caseName string, rows []string) (all []person.Judgement, persons map[string]bool, err error) {
	row := make(map[string]bool, len(rows))
	for _, id := range rows {
		row[id] = true
	}
	persons = map[string]bool{}
	err = s.Judgements(ctx, caseName, func(j person.Judgement) error {
		all = append(all, j)
		for _, id := range []string{j.Left, j.Right} {
			if row[id] || persons[id] {
				continue
			}
			is, err := s.HasMention(ctx, id)
			if err != nil {
				return err
			}
			if row[id] = is; !is {
				persons[id] = true
			}
		}
		return nil
	})
	return all, persons, err
}

// records gathers what each mention's standing claims say. A mention whose
// every claim on its name was withdrawn is no record any more.
func records(ctx context.Context, s State, caseName string) ([]person.Record, error) {
	names, err := valuesOf(ctx, s, caseName, "name")
	if err != nil {
		return nil, err
	}
	fathers, err := valuesOf(ctx, s, caseName, "father_name")
	if err != nil {
		return nil, err
	}
	births, err := valuesOf(ctx, s, caseName, "birth_date")
	if err != nil {
		return nil, err
	}
	ofPeople, err := peopleLists(ctx, s, caseName)
	if err != nil {
		return nil, err
	}
	var out []person.Record
	err = s.Mentions(ctx, caseName, "", func(m person.Mention) error {
		id := m.Mentioned.Mention
		if name, ok := names[id]; ok && ofPeople[m.List] && !m.Retired {
			out = append(out, person.Record{Mention: id, List: m.List, Name: name, Father: fathers[id], Born: births[id]})
		}
		return nil
	})
	return out, err
}

// peopleLists gives the lists whose rows speak of people, not of posts or
// places.
func peopleLists(ctx context.Context, s State, caseName string) (map[string]bool, error) {
	lists, err := s.Lists(ctx, caseName)
	if err != nil {
		return nil, err
	}
	of := map[string]bool{}
	for _, l := range lists {
		m, err := mapping.Parse([]byte(l.Mapping))
		if err != nil {
			return nil, fmt.Errorf("reading the mapping of the list %s: %w", l.Name, err)
		}
		of[l.List] = m.Schema == "Person"
	}
	return of, nil
}

func valuesOf(ctx context.Context, s State, caseName, property string) (map[string]string, error) {
	values := map[string]string{}
	err := s.Values(ctx, caseName, property, func(entity, value string) error {
		values[entity] = value
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading what is claimed on %s: %w", property, err)
	}
	return values, nil
}

// Judge records a reviewer's decision about two mentions.
func Judge(ctx context.Context, a *Archive, actor guard.Actor, left, right string, v person.Verdict, reason string) (person.Judged, error) {
	if err := actor.May(guard.ToJudge); err != nil {
		return person.Judged{}, err
	}
	var made person.Judged
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		p, err := pairOf(ctx, s, left, right)
		if err != nil {
			return nil, err
		}
		made = person.Judge(left, right, v, reason, p.Evidence())
		return []ledger.Fact{made}, usage(made.Check())
	})
	return made, err
}

// JudgeAll records one decision, with its reason, about every undecided pair.
func JudgeAll(ctx context.Context, a *Archive, actor guard.Actor, caseName string, v person.Verdict, reason string) (int, error) {
	if err := actor.May(guard.ToJudge); err != nil {
		return 0, err
	}
	n := 0
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		l, err := Link(ctx, s, caseName)
		if err != nil {
			return nil, err
		}
		facts := make([]ledger.Fact, len(l.Undecided))
		for i, p := range l.Undecided {
			j := person.Judge(p.Left.Mention, p.Right.Mention, v, reason, p.Evidence())
			if err := usage(j.Check()); err != nil {
				return nil, err
			}
			facts[i] = j
		}
		n = len(facts)
		return facts, nil
	})
	return n, err
}

// Explain compares two mentions field by field.
func Explain(ctx context.Context, s State, left, right string) (person.Pair, error) {
	return pairOf(ctx, s, left, right)
}

func pairOf(ctx context.Context, s State, left, right string) (person.Pair, error) {
	var two [2]person.Record
	for i, id := range []string{left, right} {
		var err error
		if two[i], err = recordOf(ctx, s, id); err != nil {
			return person.Pair{}, err
		}
		err = s.Claims(ctx, ClaimFilter{Entity: id}, func(c claim.Claim) error {
			switch {
			case c.Standing == claim.TakenBack:
			case c.Property == "father_name":
				two[i].Father = c.Value
			case c.Property == "birth_date":
				two[i].Born = c.Value
			}
			return nil
		})
		if err != nil {
			return person.Pair{}, err
		}
	}
	p, _ := person.Compare(two[0], two[1])
	return p, nil
}

// recordOf begins the record of a row of a list, or of a person.
func recordOf(ctx context.Context, s State, id string) (person.Record, error) {
	m, err := s.Mention(ctx, id)
	if err == nil {
		return person.Record{Mention: id, List: m.List, Name: m.Name}, nil
	}
	if fail.Of(err) != fail.NotFound {
		return person.Record{}, err
	}
	e, missing := s.Entity(ctx, id)
	if fail.Of(missing) == fail.NotFound {
		return person.Record{}, err // there is neither a row nor a thing of that name
	}
	if missing == nil && e.Schema != "Person" {
		missing = fail.New(fail.Usage, "%s is a %s: only rows of lists and persons are judged to be the same", id, e.Schema)
	}
	return person.Record{Mention: id, Name: e.Name}, missing
}

// CountRule says in words what is counted, for showing with every count.
const CountRule = "documented-minimum/1: one person for each cluster of rows that reviewers judged to be the same; rows nobody judged the same " +
	"count apart; rows of lists only; claims withdrawn do not count; undecided pairs, if all were the same, would lower the number"

// Counted is the documented minimum with what it was made of.
type Counted struct {
	Table     count.Table
	Rule      string
	Undecided int64            // pairs that could still lower the number
	Estimates []count.Estimate // one for each two lists that overlap
	// Incomplete names lists whose import was interrupted: people on their
	// rows that were not read are not counted.
	Incomplete []string
	Index      int64 // the ledger's size at which it was counted
}

// Count counts the people a case's lists document.
func Count(ctx context.Context, s State, caseName string) (Counted, error) {
	c := Counted{Rule: CountRule}
	linked, err := Link(ctx, s, caseName)
	if err != nil {
		return c, err
	}
	tree, err := s.Tree(ctx)
	if err != nil {
		return c, err
	}
	c.Index, c.Undecided = tree.Size(), int64(len(linked.Undecided))
	lists, err := s.Lists(ctx, caseName)
	if err != nil {
		return c, err
	}
	ofPeople, err := peopleLists(ctx, s, caseName)
	if err != nil {
		return c, err
	}
	var names []string
	place := map[string]int{}
	for _, l := range lists {
		if ofPeople[l.List] {
			place[l.List] = len(names)
			names = append(names, l.Name)
			if !l.Complete {
				c.Incomplete = append(c.Incomplete, l.Name)
			}
		}
	}
	on := make([][]int, len(linked.Clusters))
	listOf := map[string]int{}
	for _, r := range linked.Records {
		listOf[r.Mention] = place[r.List]
	}
	for i, cluster := range linked.Clusters {
		for _, m := range cluster {
			on[i] = append(on[i], listOf[m])
		}
		slices.Sort(on[i])
		on[i] = slices.Compact(on[i])
	}
	if c.Table, err = count.Tabulate(names, on); err != nil {
		return c, err
	}
	for i := range names {
		for j := i + 1; j < len(names); j++ {
			if e, err := count.Chapman(c.Table, i, j); err == nil {
				c.Estimates = append(c.Estimates, e)
			}
		}
	}
	return c, nil
}
