package sql

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/script"
)

const claimColumns = `SELECT c.id, c.case_name, c.entity, c.schema, c.property, c.value, c.value_entity, c.original, c.lang,
	coalesce(h.says, ''), c.source_grade, c.info_grade, c.flags, c.more, c.actor, c.idx, c.turned, coalesce(c.day_at, 0)
	FROM view_claim c LEFT JOIN view_chain h ON h.id = c.chain`

// claimRow is a claim as its row has it: passages and standing are read for
// many at once.
type claimRow struct {
	claim.Claim
	turned int64
	day    int64
}

func scanClaim(r scanner) (claimRow, error) {
	var c claimRow
	var says, flags, more string
	err := r.Scan(&c.Made.Claim, &c.Case, &c.Entity, &c.Schema, &c.Property, &c.Value, &c.ValueEntity, &c.Original, &c.Lang, &says,
		&c.SourceGrade, &c.InfoGrade, &flags, &more, &c.Actor, &c.Index, &c.turned, &c.day)
	if err != nil {
		return c, err
	}
	c.Flags, c.Turned = strings.Fields(flags), c.turned >= 0
	if len(c.Flags) == 0 {
		c.Flags = nil
	}
	if more != "" {
		var m claimMore
		if err := json.Unmarshal([]byte(more), &m); err != nil {
			return c, fmt.Errorf("reading the claim %s: %w", c.Made.Claim, err)
		}
		m.into(&c.Made)
	}
	c.Says, err = fromJSON[claim.Teller](says)
	return c, err
}

// whole adds to claims what they rest on and how they stand, with three
// questions for all of them.
func (s *state) whole(ctx context.Context, claims []claimRow) error {
	at := make(map[string]*claimRow, len(claims))
	var ids, turned, entities []any
	for i := range claims {
		c := &claims[i]
		at[c.Made.Claim] = c
		ids = append(ids, c.Made.Claim)
		entities = append(entities, c.Entity)
		if c.Turned {
			turned = append(turned, c.Made.Claim)
		}
	}
	if err := s.passagesFor(ctx, ids, at); err != nil {
		return err
	}
	turns, err := s.turnsFor(ctx, turned)
	if err != nil {
		return err
	}
	if err := s.groundsFor(ctx, turned, at); err != nil {
		return err
	}
	rivals, err := s.rivalsFor(ctx, entities)
	if err != nil {
		return err
	}
	for i := range claims {
		c := &claims[i]
		if len(c.Passages) == 0 {
			return fmt.Errorf("reading what the claim %s rests on: no passage is left: run sanad rebuild", c.Made.Claim)
		}
		own := turns[c.Made.Claim]
		c.Standing, c.Reason = claim.Stand(own, rivals.of(c.Made))
		if len(own) > 0 {
			c.Own = own[len(own)-1]
		}
	}
	return nil
}

// inChunks calls ask for up to 200 of the values at a time, with the list of
// their parameters.
func (s *state) inChunks(values []any, ask func(in string, chunk []any) error) error {
	for len(values) > 0 {
		n := min(len(values), 200)
		marks := make([]string, n)
		for i := range marks {
			marks[i] = s.d.param(i + 1)
		}
		if err := ask("("+strings.Join(marks, ",")+")", values[:n]); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}

func (s *state) passagesFor(ctx context.Context, ids []any, at map[string]*claimRow) error {
	type cited struct {
		claim string
		text.Passage
	}
	return s.inChunks(ids, func(in string, chunk []any) error {
		found, err := collect(ctx, s.q, func(r scanner) (c cited, err error) {
			c.Passage, err = scanPassage(prefixed{r, []any{&c.claim}})
			return c, err
		}, `SELECT cp.claim, `+passageColumns+` JOIN view_claim_passage cp ON cp.passage = p.id WHERE cp.claim IN `+in+` ORDER BY cp.claim, cp.n`, chunk...)
		for _, c := range found {
			at[c.claim].Passages = append(at[c.claim].Passages, c.Passage)
		}
		return err
	})
}

// prefixed scans columns that stand before those another scan knows.
type prefixed struct {
	scanner
	before []any
}

func (p prefixed) Scan(into ...any) error { return p.scanner.Scan(append(p.before, into...)...) }

func (s *state) turnsFor(ctx context.Context, ids []any) (map[string][]claim.Turn, error) {
	turns := map[string][]claim.Turn{}
	type row struct {
		claim string
		claim.Turn
	}
	return turns, s.inChunks(ids, func(in string, chunk []any) error {
		found, err := collect(ctx, s.q, func(r scanner) (t row, err error) {
			return t, r.Scan(&t.claim, &t.Index, &t.Standing, &t.Reason)
		}, `SELECT claim, idx, standing, reason FROM view_claim_turn WHERE claim IN `+in+` ORDER BY idx`, chunk...)
		for _, t := range found {
			turns[t.claim] = append(turns[t.claim], t.Turn)
		}
		return err
	})
}

// groundsFor gives flags that were set or lifted since the claims were made the
// grounds for it, in the place of older ones.
func (s *state) groundsFor(ctx context.Context, ids []any, at map[string]*claimRow) error {
	type mark struct{ claim, what, reason string }
	return s.inChunks(ids, func(in string, chunk []any) error {
		marks, err := collect(ctx, s.q, func(r scanner) (m mark, err error) { return m, r.Scan(&m.claim, &m.what, &m.reason) },
			`SELECT claim, what, reason FROM view_claim_mark WHERE what <> 'grade' AND claim IN `+in+` ORDER BY idx`, chunk...)
		for _, m := range marks {
			c := at[m.claim]
			flag, lifted := strings.CutPrefix(m.what, "-")
			c.Grounds = slices.DeleteFunc(slices.Clone(c.Grounds), func(g claim.Ground) bool { return g.Flag == flag })
			if !lifted {
				c.Grounds = append(c.Grounds, claim.Ground{Flag: flag, Text: m.reason})
			}
			if len(c.Grounds) == 0 {
				c.Grounds = nil
			}
		}
		return err
	})
}

// preference is a claim that is preferred now.
type preference struct {
	claim, entity, property string
	index                   int64
}

// rivals is what is preferred, by entity and property.
type rivals map[[2]string][]preference

// of gives the newest entry by which a rival of the claim was preferred, or -1.
// Where many values are true at once there are no rivals.
func (r rivals) of(c claim.Made) int64 {
	newest := int64(-1)
	if !flow.Single(c.Schema, c.Property) {
		return newest
	}
	for _, p := range r[[2]string{c.Entity, c.Property}] {
		if p.claim != c.Claim {
			newest = max(newest, p.index)
		}
	}
	return newest
}

func (s *state) rivalsFor(ctx context.Context, entities []any) (rivals, error) {
	out := rivals{}
	seen := map[string]bool{}
	return out, s.inChunks(entities, func(in string, chunk []any) error {
		found, err := collect(ctx, s.q, func(r scanner) (p preference, err error) {
			return p, r.Scan(&p.claim, &p.entity, &p.property, &p.index)
		}, `SELECT claim, entity, property, idx FROM view_preferred WHERE entity IN `+in, chunk...)
		for _, p := range found {
			if key := [2]string{p.entity, p.property}; !seen[p.claim] {
				seen[p.claim] = true
				out[key] = append(out[key], p)
			}
		}
		return err
	})
}

func (s *state) Claim(ctx context.Context, id string) (claim.Claim, error) {
	c, err := one(ctx, s.q, scanClaim, "claim", id, claimColumns+` WHERE c.id = $1`, id)
	if err != nil {
		return c.Claim, err
	}
	all := []claimRow{c}
	err = s.whole(ctx, all)
	return all[0].Claim, err
}

func (s *state) HasClaim(ctx context.Context, id string) (bool, error) {
	return exists(ctx, s.q, `SELECT 1 FROM view_claim WHERE id = $1`, id)
}

// narrowed writes a filter as conditions on the claim c.
func narrowed(f flow.ClaimFilter) (conditions string, args []any) {
	where := []string{"1 = 1"}
	add := func(condition string, arg any) {
		args = append(args, arg)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	among := func(condition string, values []string) {
		if len(values) == 0 {
			return
		}
		marks := make([]string, len(values))
		for i, v := range values {
			args = append(args, v)
			marks[i] = fmt.Sprintf("$%d", len(args))
		}
		where = append(where, fmt.Sprintf(condition, strings.Join(marks, ",")))
	}
	if of := amongCases(`c.case_name`, f.Cases, func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}); of != "" {
		where = append(where, of)
	}
	among(`c.entity IN (%s)`, f.About)
	among(`c.value_entity IN (%s) AND c.value_entity <> ''`, f.Valued)
	among(`c.id IN (SELECT k.claim FROM view_claim_key k WHERE k.key IN (%s))`, f.Called)
	// A property has more claims than anything else that is asked for. SQLite,
	// which keeps no statistics here, would walk them all for their order.
	property := `c.property = $%d`
	if f.Entity+f.Passage+f.Teller+f.TellerEntity != "" || len(f.About)+len(f.Called) > 0 || !f.Item.IsZero() {
		property = `c.property || '' = $%d`
	}
	for _, n := range []struct {
		condition, value string
	}{
		{`c.case_name = $%d`, f.Case},
		{`c.entity = $%d`, f.Entity},
		{property, f.Property},
		{`c.schema = $%d`, f.Schema},
		{`c.value_entity = $%d AND c.value_entity <> ''`, f.ValueEntity},
		{`c.id IN (SELECT cp.claim FROM view_claim_passage cp WHERE cp.passage = $%d)`, f.Passage},
		{`c.chain IN (SELECT t.chain FROM view_teller t WHERE t.entity = $%d AND t.entity <> '')`, f.TellerEntity},
		{`c.chain IN (SELECT t.chain FROM view_teller t WHERE t.who = $%d)`, script.Fold(f.Teller)},
	} {
		if n.value != "" {
			add(n.condition, n.value)
		}
	}
	if f.IDs != nil {
		marks := make([]string, len(f.IDs))
		for i, id := range f.IDs {
			args = append(args, id)
			marks[i] = fmt.Sprintf("$%d", len(args))
		}
		where = append(where, `c.id IN (`+strings.Join(append(marks, "NULL"), ",")+`)`)
	}
	onItem := `c.id IN (SELECT cp.claim FROM view_claim_passage cp WHERE cp.item = $%d)`
	if f.Flag != "" { // of few claims, which are asked one by one: an item may have a hundred thousand
		where = append(where, flagged(f.Flag))
		onItem = `EXISTS (SELECT 1 FROM view_claim_passage cp WHERE cp.claim = c.id AND cp.item = $%d)`
	}
	if !f.Item.IsZero() {
		add(onItem, f.Item[:])
	}
	return strings.Join(where, " AND "), args
}

// flagged is the condition that a claim has a flag; what is no flag no claim has.
// It is written out, for the index of claims with a flag is one by condition.
func flagged(flag string) string {
	if !slices.Contains(claim.Flags(), flag) {
		return `1 = 0`
	}
	return `' ' || c.flags || ' ' LIKE '% ` + flag + ` %'`
}

// Dated implements flow.ClaimState: in order of days, and of the ledger within one.
func (s *state) Dated(ctx context.Context, f flow.DatedFilter, yield func(claim.Claim) error) error {
	where, args := narrowed(f.ClaimFilter)
	if f.Entities != nil {
		where += " AND c.entity IN (" + s.marks(len(args), len(f.Entities)) + ")"
		args = append(args, anyOf(f.Entities)...)
	}
	if f.Unplaced {
		return s.unplaced(ctx, f, where, args, yield)
	}
	n := len(args)
	query := fmt.Sprintf(`%s WHERE %s AND c.day_at IS NOT NULL AND coalesce(c.day_to, c.day_at) >= $%d AND coalesce(c.day_from, c.day_at) <= $%d
		AND (c.day_at > $%d OR c.day_at = $%d AND c.idx > $%d) ORDER BY c.day_at, c.idx LIMIT $%d`, claimColumns, where, n+1, n+2, n+3, n+3, n+4, n+5)
	day, index := int64(-1<<60), int64(-1)
	if f.StartDay != 0 {
		day = f.StartDay
	}
	return s.paged(ctx, f.Limit, yield, func(last *claimRow, n int) (string, []any) {
		if last != nil {
			day, index = last.day, last.Index
		}
		return query, append(args[:len(args):len(args)], f.FromDay, f.ToDay, day, index, n)
	})
}

// DatedDays implements flow.ClaimState.
func (s *state) DatedDays(ctx context.Context, f flow.DatedFilter, yield func(flow.DayCount) error) error {
	where, args := narrowed(f.ClaimFilter)
	if f.Entities != nil {
		where += " AND c.entity IN (" + s.marks(len(args), len(f.Entities)) + ")"
		args = append(args, anyOf(f.Entities)...)
	}
	n := len(args)
	days, err := collect(ctx, s.q, func(r scanner) (d flow.DayCount, err error) { return d, r.Scan(&d.Day, &d.Claims, &d.Wide) },
		fmt.Sprintf(`SELECT c.day_at, count(*), sum(CASE WHEN coalesce(c.day_to, c.day_at) - coalesce(c.day_from, c.day_at) >= %d THEN 1 ELSE 0 END)
		FROM view_claim c WHERE %s AND c.day_at IS NOT NULL AND coalesce(c.day_to, c.day_at) >= $%d AND coalesce(c.day_from, c.day_at) <= $%d
		GROUP BY c.day_at ORDER BY c.day_at`, flow.WideDays, where, n+1, n+2), append(args[:n:n], f.FromDay, f.ToDay)...)
	if err != nil {
		return err
	}
	for _, d := range days {
		if err := yield(d); err != nil {
			return err
		}
	}
	return nil
}

// unplaced walks the claims on dates that no day is known of.
func (s *state) unplaced(ctx context.Context, f flow.DatedFilter, where string, args []any, yield func(claim.Claim) error) error {
	dates := flow.DateProperties()
	where += " AND c.day_at IS NULL AND c.property IN (" + s.marks(len(args), len(dates)) + ")"
	args = append(args, anyOf(dates)...)
	query := fmt.Sprintf(`%s WHERE %s AND c.idx > $%d ORDER BY c.idx LIMIT $%d`, claimColumns, where, len(args)+1, len(args)+2)
	index := int64(-1)
	return s.paged(ctx, f.Limit, func(c claim.Claim) error {
		if !flow.IsDate(c.Made) { // a property of this name that is no date on this kind of thing
			return nil
		}
		return yield(c)
	}, func(last *claimRow, n int) (string, []any) {
		if last != nil {
			index = last.Index
		}
		return query, append(args[:len(args):len(args)], index, n)
	})
}

// paged reads claims a page at a time, at most limit of them if it is above 0.
// ask gives the question for up to n claims behind the last one that was read.
func (s *state) paged(ctx context.Context, limit int, yield func(claim.Claim) error, ask func(last *claimRow, n int) (string, []any)) error {
	var last *claimRow
	for left := limit; ; {
		n := pageSize
		if limit > 0 {
			n = min(n, left)
		}
		if n == 0 {
			return nil
		}
		query, args := ask(last, n)
		page, err := collect(ctx, s.q, scanClaim, query, args...)
		if err == nil {
			err = s.whole(ctx, page)
		}
		if err != nil {
			return err
		}
		for i := range page {
			if err := yield(page[i].Claim); err != nil {
				return err
			}
		}
		if left -= len(page); len(page) < n {
			return nil
		}
		last = &page[len(page)-1]
	}
}

// marks gives the parameters for n values behind so many others.
func (s *state) marks(behind, n int) string {
	if n == 0 {
		return "NULL" // in which nothing is
	}
	marks := make([]string, n)
	for i := range marks {
		marks[i] = s.d.param(behind + i + 1)
	}
	return strings.Join(marks, ",")
}

func anyOf(texts []string) []any {
	out := make([]any, len(texts))
	for i, t := range texts {
		out[i] = t
	}
	return out
}

func (s *state) Values(ctx context.Context, caseName, property string, yield func(entity, value string) error) error {
	type said struct{ entity, value string }
	return walk(ctx, s.q, -1, 0, func(r scanner) (p placed[said], err error) {
		return p, r.Scan(&p.index, &p.value.entity, &p.value.value)
	}, func(p placed[said]) int64 { return p.index }, func(p placed[said]) error { return yield(p.value.entity, p.value.value) },
		`SELECT c.idx, c.entity, c.value FROM view_claim c
		WHERE ($1 = '' OR c.case_name = $1) AND c.property = $2
		AND NOT EXISTS (SELECT 1 FROM view_claim_turn t WHERE t.claim = c.id AND t.standing = 'withdrawn'
			AND NOT EXISTS (SELECT 1 FROM view_claim_turn u WHERE u.claim = c.id AND u.idx > t.idx))
		AND c.idx > $3 ORDER BY c.idx LIMIT $4`, caseName, property)
}
