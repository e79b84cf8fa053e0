package tenure

import (
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// Archive answers what the rules ask of claims. Answers MUST hold withdrawn
// claims too, with their standing, and only what the asker may know.
type Archive interface {
	// About gives the claims about each of the things.
	About(ids []string) (map[string][]claim.Claim, error)
	// Valued gives the claims on a property whose value is one of the things.
	Valued(property string, ids []string) ([]claim.Claim, error)
	// Called gives the claims on a property whose value is no thing but a
	// text with one of the keys of KeyOf.
	Called(property string, keys []string) ([]claim.Claim, error)
	// Names gives what things are called, as far as it is known.
	Names(ids []string) (map[string]string, error)
}

// Unit is a body with all that sources call it.
type Unit struct {
	Named
	Keys []string // of its names
}

// is reports whether a claim's value is the unit, and whether only by name.
func (u Unit) is(n Named) (is, byName bool) {
	if n.Entity != "" {
		return n.Entity == u.Entity, false
	}
	return slices.Contains(u.Keys, NameKey(n.Name)), u.Entity != ""
}

func (u Unit) key() string { return u.Named.key() }

// Units gives the bodies that a person means by an id or a name: several, if
// several records have the name; one without a record, if only sources use it.
// It fails with NotFound if there are none.
func Units(a Archive, text string) ([]Unit, error) {
	about, err := a.About([]string{text})
	if err != nil {
		return nil, err
	}
	if claims := about[text]; len(claims) > 0 {
		if claims[0].Schema != "Organisation" {
			return nil, fail.New(fail.Usage, "%s is %s, not a unit", text, schema.WithArticle(claims[0].Schema)).Do("name an organisation; of a person's posts: sanad posts --holder %s", text)
		}
		return []Unit{unitOf(text, claims)}, nil
	}
	units, err := unitsCalled(a, text)
	if err != nil || len(units) > 0 {
		return units, err
	}
	u := Unit{Named{Name: text}, []string{NameKey(text)}}
	for _, property := range []string{"unit", "commands", "body", "part_of", "commanded_by"} {
		claims, err := a.Called(property, u.Keys)
		if err != nil {
			return nil, err
		}
		if len(claims) > 0 {
			return []Unit{u}, nil
		}
	}
	return nil, fail.New(fail.NotFound, "no source that is kept here names a unit %q", text).Do("see sanad entity list --schema Organisation")
}

// unitsCalled gives the records of bodies that have the name.
func unitsCalled(a Archive, name string) (units []Unit, err error) {
	key := NameKey(name)
	if key == "" {
		return nil, nil
	}
	var ids []string
	for _, property := range []string{"name", "alias"} {
		claims, err := a.Called(property, []string{key})
		if err != nil {
			return nil, err
		}
		for _, c := range claims {
			if c.Schema == "Organisation" && counts(c.Standing) && !slices.Contains(ids, c.Entity) {
				ids = append(ids, c.Entity)
			}
		}
	}
	about, err := a.About(ids)
	for _, id := range ids {
		if len(about[id]) > 0 {
			units = append(units, unitOf(id, about[id]))
		}
	}
	return units, err
}

func unitOf(id string, claims []claim.Claim) Unit {
	u := Unit{Named: Named{Entity: id}}
	favoured := false
	for _, c := range claims {
		if c.Property != "name" && c.Property != "alias" || !c.Standing.Stands() {
			continue
		}
		if key := NameKey(c.Value); key != "" && !slices.Contains(u.Keys, key) {
			u.Keys = append(u.Keys, key)
		}
		if c.Property == "name" && !favoured && (u.Name == "" || c.Standing == claim.Favoured) {
			u.Name, favoured = c.Value, c.Standing == claim.Favoured
		}
	}
	return u
}

// Held is what is known of the posts of a unit, or of a person.
type Held struct {
	Posts   []Post
	Tenures []Tenure
	Left    []Left // claims that were left out
}

// Of gives the posts of a unit and who held them.
func Of(a Archive, u Unit) (Held, error) {
	posts, left, err := postsOf(a, u)
	if err != nil {
		return Held{}, err
	}
	h := Held{Posts: posts, Left: left}
	h.Tenures, err = tenuresOf(a, posts)
	ties := h.ties(u, calendar.Always())
	for i := range h.Tenures {
		t := &h.Tenures[i]
		h.Left = append(h.Left, t.Left...)
		if tie, ok := t.tie(ties); ok && tie.ByName {
			t.Flags = append(t.Flags, FlagByName)
		}
	}
	return h, err
}

// ties gives how each post is tied to the unit on the days asked for.
func (h Held) ties(u Unit, asked calendar.Span) map[string]Seat {
	ties := map[string]Seat{}
	for _, p := range h.Posts {
		if s, ok := tied(slices.Concat(p.Units, p.Commands), u, asked); ok {
			ties[p.ID] = s
		}
	}
	return ties
}

// tie gives the tie of the posts of a tenure: the surest, and by record if one is.
func (t Tenure) tie(ties map[string]Seat) (tie Seat, ok bool) {
	tie = Seat{Sure: Not, ByName: true}
	for _, p := range t.Posts {
		if s, is := ties[p.Entity]; is {
			ok = true
			tie.Sure, tie.ByName = stronger(tie.Sure, s.Sure), tie.ByName && s.ByName
		}
	}
	return tie, ok
}

// On gives who may have held posts of the unit on the days asked for, without
// the posts that did not belong to it then; see On.
func (h Held) On(u Unit, asked calendar.Span) []Holding {
	ties := h.ties(u, asked)
	then := make([]Tenure, 0, len(h.Tenures))
	for _, t := range h.Tenures {
		if _, ok := t.tie(ties); ok {
			then = append(then, t)
		}
	}
	out := On(then, asked)
	for i := range out {
		if tie, _ := out[i].Tenure.tie(ties); tie.Sure == Disputed {
			out[i].Flags = append(out[i].Flags, FlagContested)
			if out[i].Certainty == Certain {
				out[i].Certainty = Disputed
			}
		}
	}
	slices.SortStableFunc(out, order)
	return out
}

// postsOf gives the posts that are said to belong to a unit or to command it.
func postsOf(a Archive, u Unit) (posts []Post, out []Left, err error) {
	var ids []string
	seen := map[string]bool{}
	for _, property := range []string{"unit", "commands", "body"} {
		claims, err := pointing(a, property, u)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range claims {
			switch {
			case c.Schema != "Post":
			case !counts(c.Standing):
				out = append(out, left(c))
			case !seen[c.Entity]:
				seen[c.Entity] = true
				ids = append(ids, c.Entity)
			}
		}
	}
	posts, err = readPosts(a, ids)
	return posts, out, err
}

// pointing gives the claims whose value is the unit, or one of its names.
func pointing(a Archive, property string, u Unit) (claims []claim.Claim, err error) {
	if u.Entity != "" {
		if claims, err = a.Valued(property, []string{u.Entity}); err != nil {
			return nil, err
		}
	}
	if len(u.Keys) == 0 {
		return claims, nil
	}
	called, err := a.Called(property, u.Keys)
	return append(claims, called...), err
}

func readPosts(a Archive, ids []string) ([]Post, error) {
	about, names, err := aboutWithNames(a, ids)
	if err != nil {
		return nil, err
	}
	posts := make([]Post, 0, len(ids))
	for _, id := range ids {
		posts = append(posts, ReadPost(id, about[id], names))
	}
	return posts, nil
}

// aboutWithNames gives the claims about things, and the names of the things
// those claims name.
func aboutWithNames(a Archive, ids []string) (about map[string][]claim.Claim, names map[string]string, err error) {
	if len(ids) == 0 {
		return nil, nil, nil
	}
	if about, err = a.About(ids); err != nil {
		return nil, nil, err
	}
	var of []string
	seen := map[string]bool{"": true}
	for _, id := range ids {
		for _, c := range about[id] {
			if !seen[c.ValueEntity] {
				seen[c.ValueEntity] = true
				of = append(of, c.ValueEntity)
			}
		}
	}
	names, err = a.Names(of)
	return about, names, err
}

// tenuresOf gives who held posts: what the posts tell of themselves, and the
// tenures that name them.
func tenuresOf(a Archive, posts []Post) (tenures []Tenure, err error) {
	var ids []string
	for _, p := range posts {
		if p.Row != nil && len(p.Row.Holders) > 0 {
			tenures = append(tenures, *p.Row)
		}
		ids = append(ids, p.ID)
	}
	claims, err := a.Valued("post", ids)
	if err != nil {
		return nil, err
	}
	more, err := readTenures(a, claims)
	return append(tenures, more...), err
}

// readTenures reads the tenures that claims are about.
func readTenures(a Archive, claims []claim.Claim) (tenures []Tenure, err error) {
	var ids []string
	seen := map[string]bool{}
	for _, c := range claims {
		if c.Schema == "Tenure" && counts(c.Standing) && !seen[c.Entity] {
			seen[c.Entity] = true
			ids = append(ids, c.Entity)
		}
	}
	about, names, err := aboutWithNames(a, ids)
	for _, id := range ids {
		tenures = append(tenures, ReadTenure(id, about[id], names))
	}
	return tenures, err
}

// OfPost gives who held a post; of one that is no record, who held any post
// that is called so.
func OfPost(a Archive, post Named) (Held, error) {
	ids := []string{post.Entity}
	if post.Entity == "" {
		key := NameKey(post.Name)
		if key == "" {
			return Held{}, nil
		}
		ids = nil
		claims, err := a.Called("name", []string{key})
		if err != nil {
			return Held{}, err
		}
		for _, c := range claims {
			if c.Schema == "Post" && counts(c.Standing) {
				ids = append(ids, c.Entity)
			}
		}
		ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	}
	posts, err := readPosts(a, ids)
	if err != nil {
		return Held{}, err
	}
	h := Held{Posts: posts}
	h.Tenures, err = tenuresOf(a, posts)
	return h, err
}

// OfHolder gives the posts that a person held, or that sources which know no
// record say somebody of the name did. A record is never looked for by its
// name: others have the same.
func OfHolder(a Archive, person Named) (Held, error) {
	var claims []claim.Claim
	var err error
	if person.Entity != "" {
		claims, err = a.Valued("holder", []string{person.Entity})
	} else if key := NameKey(person.Name); key != "" {
		claims, err = a.Called("holder", []string{key})
	}
	if err != nil {
		return Held{}, err
	}
	var h Held
	var rows []string
	for _, c := range claims {
		switch {
		case !counts(c.Standing):
			h.Left = append(h.Left, left(c))
		case c.Schema == "Post" && !slices.Contains(rows, c.Entity):
			rows = append(rows, c.Entity)
		}
	}
	if h.Tenures, err = readTenures(a, claims); err != nil {
		return h, err
	}
	ids := slices.Clone(rows)
	for _, t := range h.Tenures {
		for _, p := range t.Posts {
			if p.Entity != "" && !slices.Contains(ids, p.Entity) {
				ids = append(ids, p.Entity)
			}
		}
	}
	if h.Posts, err = readPosts(a, ids); err != nil {
		return h, err
	}
	for _, p := range h.Posts {
		if p.Row != nil && slices.Contains(rows, p.ID) {
			h.Tenures = append(h.Tenures, *p.Row)
		}
	}
	for _, t := range h.Tenures {
		h.Left = append(h.Left, t.Left...)
	}
	return h, nil
}
