package person

import (
	"maps"
	"slices"
	"strings"

	"sanad/internal/ground/canon"
	"sanad/internal/ground/naming"
)

// Record is what a mention says, as far as linking looks at it.
type Record struct {
	Mention string
	List    string // "" for a person who is on no list
	Row     int    // of the list's file, from 1; 0 for such a person
	RowID   string // the list's own number of it, if it has any
	Name    string
	// Values by property, as standing claims give them, but for those a rival is
	// preferred to; of several the newest. A property of which nothing is claimed
	// is not in it.
	Values map[string]string
	// Secret names the properties of which the value rests on sealed material
	// alone; Hidden tells that the row itself does.
	Secret map[string]bool
	Hidden bool
}

// Evidence is the hash of what a reviewer saw of two records, kept with the
// judgement, so that a later change of either shows. What rests on sealed
// material is no part of it, for a hash of few words can be guessed; only where
// one of the two is sealed itself is it, since then nobody else is told of the
// judgement.
func Evidence(a, b Record) string {
	if a.Mention > b.Mention {
		a, b = b, a
	}
	all := a.Hidden || b.Hidden
	var parts []string
	for _, r := range []Record{a, b} {
		parts = append(parts, r.Mention)
		if r.List != "" {
			parts = append(parts, r.Name)
		}
		for _, property := range slices.Sorted(maps.Keys(r.Values)) {
			if all || !r.Secret[property] {
				parts = append(parts, property, r.Values[property])
			}
		}
		parts = append(parts, "")
	}
	return canon.ID("v", "sanad/evidence/v2", canon.Strings(parts...)...)
}

// Unchanged reports whether two records still say what a judgement of them was
// made on. A judgement that kept no evidence rests on whatever they say, and so
// does one that kept the evidence of something else than what two records say.
func Unchanged(evidence string, a, b Record) bool {
	return !strings.HasPrefix(evidence, "v-") || evidence == Evidence(a, b) || evidence == firstEvidence(a, b)
}

// firstEvidence is the hash as it was made when only names, fathers' names and
// births were compared.
func firstEvidence(a, b Record) string {
	if a.Mention > b.Mention {
		a, b = b, a
	}
	return canon.ID("v", "sanad/evidence/v1", canon.Strings(
		a.Mention, a.Name, a.Values["father_name"], a.Values["birth_date"],
		b.Mention, b.Name, b.Values["father_name"], b.Values["birth_date"])...)
}

// Change is a property that two states of a record give differently; Before or
// After is "" where one says nothing.
type Change struct{ Property, Before, After string }

// Changes gives what differs between two states of a record.
func Changes(before, after Record) (out []Change) {
	all := maps.Clone(after.Values)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, before.Values)
	if before.Name != after.Name && before.Values["name"] == after.Values["name"] {
		out = append(out, Change{"name", before.Name, after.Name})
	}
	for _, property := range slices.Sorted(maps.Keys(all)) {
		if b, a := before.Values[property], after.Values[property]; a != b {
			out = append(out, Change{property, b, a})
		}
	}
	return out
}

// parts are the properties that hold one part of a name, and its role.
func parts() map[naming.Role]string {
	return map[naming.Role]string{
		naming.Given: "given_name", naming.Surname: "surname", naming.Father: "father_name",
		naming.Grandfather: "grandfather_name", naming.Nickname: "nickname",
	}
}

// Parted gives the record with the parts of its name that no claim states,
// as the dictionary reads the whole name; lang, a BCP 47 tag or "", tells
// whether it may be a chain (given name, father's, surname). A part that is
// claimed stays as it is. Where one list gives a chain in one column and another
// the parts, only so do they meet.
func (r Record) Parted(groups *naming.Groups, lang string) Record {
	if r.Values["given_name"] != "" && r.Values["surname"] != "" {
		return r
	}
	name := r.Values["name"]
	if name == "" {
		name = r.Name
	}
	found := map[string][]string{}
	for _, p := range groups.Parse(name, lang).Parts() {
		if property, ok := parts()[p.Role]; ok {
			found[property] = append(found[property], p.Text)
		}
	}
	r.Values = maps.Clone(r.Values)
	if r.Values == nil {
		r.Values = map[string]string{}
	}
	for property, texts := range found {
		if r.Values[property] == "" {
			r.Values[property] = strings.Join(texts, " ")
		}
	}
	return r
}
