package bayanat

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/format/claimedhash"
	"sanad/internal/format/recordtable"
)

// Classes of records.
const (
	Actors    = "actors"
	Bulletins = "bulletins"
	Incidents = "incidents"
)

// Export is what a file holds.
type Export struct {
	Leaves   []Leaf // all of the file, in its order: recordtable.Value.At counts them
	Records  int    // actors, bulletins and incidents
	Hidden   int    // that Bayanat kept from whoever exported
	Commas   int    // that were missing between records
	Tables   []Table
	Hashes   []claimedhash.Claim
	Unmapped map[string]int64 // by class and member: values nothing was made of
}

// Table is records of one sort, and what is to be made of them.
type Table struct {
	Spec    recordtable.Spec // its lists and files are for the caller to name
	Records []recordtable.Record
}

// The sorts of tables, in the order in which they have to be imported: later ones
// speak of rows of earlier ones.
const (
	People       = "actors"
	Bodies       = "bodies" // actors of the type Entity
	Events       = "events" // what happened in the life of an actor, or in an incident
	Acts         = "acts"
	Involvements = "involvements"
)

// Sorts lists them.
func Sorts() []string {
	return []string{People, Bodies, Incidents, Bulletins, Events, Acts, Involvements}
}

// Read reads an export. name gives what a list of a sort is called, by which rows
// of others are meant.
func Read(data []byte, name func(sort string) string) (Export, error) {
	s, err := scan(data)
	if err != nil {
		return Export{}, err
	}
	m := &maker{s: s, name: name, records: map[string][]recordtable.Record{}, unmapped: map[string]int64{}}
	out := Export{Leaves: s.leaves, Commas: s.commas}
	for _, r := range s.records {
		if r.class == "" {
			continue
		}
		out.Records++
		if m.record(r) {
			out.Hidden++
		}
	}
	for _, sort := range Sorts() {
		if len(m.records[sort]) > 0 {
			out.Tables = append(out.Tables, Table{specOf(sort, name), m.records[sort]})
		}
	}
	out.Hashes, out.Unmapped = m.hashes, m.unmapped
	return out, nil
}

// maker makes records of tables of what was scanned.
type maker struct {
	s        scanned
	name     func(string) string
	records  map[string][]recordtable.Record
	hashes   []claimedhash.Claim
	unmapped map[string]int64
}

// tree is a record by its members, lists by their places.
type tree struct {
	leaf int // of Export.Leaves, or -1
	of   map[string]*tree
	keys []string
}

func (m *maker) tree(r record) *tree {
	root := &tree{leaf: -1, of: map[string]*tree{}}
	for _, at := range r.leaves {
		t := root
		for part := range strings.SplitSeq(m.s.leaves[at].Path, ".") {
			next := t.of[part]
			if next == nil {
				next = &tree{leaf: -1, of: map[string]*tree{}}
				t.of[part] = next
				t.keys = append(t.keys, part)
			}
			t = next
		}
		t.leaf = at
	}
	return root
}

// member gives a member of members: "origin_place.title"; nil if it is not there.
func (t *tree) member(path string) *tree {
	for part := range strings.SplitSeq(path, ".") {
		if t = t.of[part]; t == nil {
			return nil
		}
	}
	return t
}

// text gives the text of a member, "" if there is none.
func (m *maker) text(t *tree, path string) string {
	if t = t.member(path); t == nil || t.leaf < 0 {
		return ""
	}
	return m.s.leaves[t.leaf].Value
}

// put adds a member to a field of a record.
func (m *maker) put(r *recordtable.Record, field string, t *tree, path string) {
	if t = t.member(path); t != nil && t.leaf >= 0 {
		r.Add(field, m.s.leaves[t.leaf].Value, t.leaf)
	}
}

// each gives the objects of a list.
func (t *tree) each(path string) (all []*tree) {
	if t = t.member(path); t == nil {
		return nil
	}
	for _, key := range t.keys {
		all = append(all, t.of[key])
	}
	return all
}

// record takes a record apart; hidden tells that there is nothing in it.
func (m *maker) record(r record) (hidden bool) {
	t := m.tree(r)
	if m.text(t, "restricted") == "true" {
		return true
	}
	id := m.text(t, "id")
	sort := r.class
	if sort == Actors && strings.EqualFold(m.text(t, "type"), "Entity") {
		sort = Bodies
	}
	out := recordtable.Record{ID: id}
	used := map[string]bool{"id": true, "class": true}
	for _, f := range membersOf(sort) {
		used[strings.SplitN(f.member, ".", 2)[0]] = true
		m.member(&out, t, f)
	}
	m.profiles(&out, t, r.class, used)
	m.parts(&out, t, r.class, used)
	m.records[sort] = append(m.records[sort], out)
	m.events(t, r.class, sort, id, used)
	m.relations(t, r.class, id, used)
	m.medias(t, used)
	for _, key := range t.keys {
		if !used[key] {
			m.unmapped[r.class+" "+key] += count(t.of[key])
		}
	}
	return false
}

// count tells how many values stand in a member.
func count(t *tree) (n int64) {
	if t.leaf >= 0 {
		n = 1
	}
	for _, of := range t.of {
		n += count(of)
	}
	return n
}

// member follows "labels.*.title": of each member of the list.
func (m *maker) member(r *recordtable.Record, t *tree, f member) {
	list, rest, many := strings.Cut(f.member, ".*.")
	if !many {
		m.put(r, f.field, t, f.member)
		return
	}
	for _, of := range t.each(list) {
		m.member(r, of, member{rest, f.field})
	}
}

// profiles pairs what a profile of an actor says with who says so: a profile
// without a source must not get that of the next.
func (m *maker) profiles(r *recordtable.Record, t *tree, class string, used map[string]bool) {
	if class != Actors {
		return
	}
	used["actor_profiles"] = true
	for _, of := range t.each("actor_profiles") {
		if m.text(of, "description") == "" {
			continue
		}
		m.put(r, "description", of, "description")
		var source recordtable.Value
		for n, s := range of.each("sources") {
			if n == 0 {
				source.Text = m.text(s, "title")
				continue
			}
			m.leave(s, "actors actor_profiles sources after the first", "title")
		}
		r.Values["source"] = append(r.Values["source"], source)
	}
	for _, of := range t.each("actor_profiles") {
		for _, key := range of.keys {
			if !ofProfiles()[key] {
				m.unmapped["actors actor_profiles "+key] += count(of.of[key])
			}
		}
	}
}

// parts gives an actor the parts that others say they had, as Bayanat's own list
// of parts calls them.
func (m *maker) parts(r *recordtable.Record, t *tree, class string, used map[string]bool) {
	if class != Actors {
		return
	}
	for _, list := range []string{"bulletin_relations", "incident_relations"} {
		used[list] = true
		for _, of := range t.each(list) {
			for _, p := range m.partsOf(of) {
				r.Add("part", p.name, p.at)
			}
			m.leave(of, class+" "+list, "comment", "probability")
		}
	}
}

// part is a part somebody is said to have had.
type part struct {
	name string
	at   int
}

// partsOf reads related_as: a number or text, or a list of them.
func (m *maker) partsOf(t *tree) (all []part) {
	of := t.member("related_as")
	if of == nil {
		return nil
	}
	for _, leaf := range append([]*tree{of}, t.each("related_as")...) {
		if leaf.leaf < 0 {
			continue
		}
		word := m.s.leaves[leaf.leaf].Value
		all = append(all, part{cmp.Or(partNames()[word], word), leaf.leaf})
	}
	return all
}

// partNames is Bayanat's own list of the parts that an actor had in a bulletin or
// an incident; those who run it can change the list.
func partNames() map[string]string {
	return map[string]string{"1": injured, "2": "Witness", "3": perpetrator, "4": "Appeared", "5": "Participant", "6": "Other"}
}

const (
	injured     = "Injured Party"
	perpetrator = "Perpetrator"
)

// leave counts members that nothing is made of.
func (m *maker) leave(t *tree, what string, members ...string) {
	for _, name := range members {
		if of := t.member(name); of != nil {
			m.unmapped[what+" "+name] += count(of)
		}
	}
}

// relations makes an involvement of who is said to have done something, and an
// act of what is said to have been done to somebody. Others, witnesses above all,
// are named and not made anything of: an involvement accuses.
func (m *maker) relations(t *tree, class, id string, used map[string]bool) {
	if class == Actors {
		return
	}
	used["actor_relations"] = true
	for _, of := range t.each("actor_relations") {
		actor := m.text(of, "actor.id")
		for _, p := range m.partsOf(of) {
			sort := map[string]string{perpetrator: Involvements, injured: Acts}[p.name]
			if sort == "" || actor == "" {
				m.unmapped[class+" actor_relations "+p.name]++
				continue
			}
			out := recordtable.Record{ID: strings.Join([]string{class, id, actor, p.name}, " ")}
			out.Add("part", p.name, p.at)
			at := of.member("actor.id")
			if name := of.member("actor.name"); name != nil && name.leaf >= 0 {
				at = name
			}
			out.Add("actor", actor, at.leaf)
			if class == Incidents {
				m.put(&out, "incident", t, "id")
			}
			m.records[sort] = append(m.records[sort], out)
		}
		m.leave(of, class+" actor_relations", "comment", "probability")
	}
}

// events makes a record of each event in an actor's life, a bulletin or an
// incident.
func (m *maker) events(t *tree, class, sort, id string, used map[string]bool) {
	used["events"] = true
	for n, of := range t.each("events") {
		out := recordtable.Record{ID: "event " + cmp.Or(m.text(of, "id"), strings.Join([]string{class, id, strconv.Itoa(n)}, " "))}
		for _, f := range membersOf(Events) {
			m.member(&out, of, f)
		}
		if m.text(of, "title") == "" {
			m.put(&out, "title", of, "eventtype.title")
		}
		m.days(&out, of)
		switch {
		case class == Incidents:
			m.put(&out, "incident", t, "id")
		case sort == Actors:
			m.put(&out, "actor", t, "id")
		}
		m.records[Events] = append(m.records[Events], out)
	}
}

// days joins the ends of an event; an estimated day is approximate (EDTF "~").
func (m *maker) days(r *recordtable.Record, t *tree) {
	day := func(member string) (string, int) {
		at := t.member(member)
		if at == nil || at.leaf < 0 {
			return "", recordtable.None
		}
		day, _, _ := strings.Cut(m.s.leaves[at.leaf].Value, "T")
		if m.text(t, "estimated") == "true" {
			day += "~"
		}
		return day, at.leaf
	}
	from, at := day("from_date")
	to, atTo := day("to_date")
	switch {
	case from == "":
		if to != "" {
			r.Add("date", "../"+to, atTo)
		}
	case to == "" || to == from:
		r.Add("date", from, at)
	default:
		r.Add("date", from+"/"+to, at)
	}
}

// medias takes the hashes that are claimed of files, and their names.
func (m *maker) medias(t *tree, used map[string]bool) {
	used["medias"] = true
	for _, of := range t.each("medias") {
		etag, file := strings.ToLower(strings.Trim(m.text(of, "etag"), `"`)), m.text(of, "filename")
		if claimedhash.Check(claimedhash.MD5, etag) == nil && file != "" {
			m.hashes = append(m.hashes, claimedhash.Claim{Path: file, Algorithm: claimedhash.MD5, Hex: etag, Maker: "bayanat", Line: len(m.hashes) + 1})
		}
		for _, key := range of.keys {
			if !slices.Contains([]string{"id", "filename", "etag"}, key) {
				m.unmapped["medias "+key] += count(of.of[key])
			}
		}
	}
}

// Left lists what nothing was made of, by class and member.
func (e Export) Left() []string { return slices.Sorted(maps.Keys(e.Unmapped)) }
