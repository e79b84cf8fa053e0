package tenure

import (
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/script"
)

// Named is a thing that is a record, or only a name in a source.
type Named struct {
	Entity string // empty: not a record
	Name   string // what it is called, if that is known
}

// Is reports whether both are taken for one: by record if both are records,
// else by their folded names.
func (n Named) Is(o Named) bool {
	if n.Entity != "" && o.Entity != "" {
		return n.Entity == o.Entity
	}
	key := NameKey(n.Name)
	return key != "" && key == NameKey(o.Name)
}

// mayBe reports whether both may be one: Is, or two records that are called the
// same, such as those that two lists made of one person.
func (n Named) mayBe(o Named) bool { return n.Is(o) || Named{Name: n.Name}.Is(Named{Name: o.Name}) }

// key names the thing within one answer.
func (n Named) key() string {
	if n.Entity != "" {
		return n.Entity
	}
	return "name " + NameKey(n.Name)
}

// maxKey is how many bytes of a folded name are its own key: an index of
// PostgreSQL takes no more than about 2,700 a row.
const maxKey = 200

// NameKey gives the key under which a name is found however it is spelt: the
// folded name, or the hash of one that is longer than names are.
func NameKey(name string) string {
	folded := script.Fold(name)
	if len(folded) > maxKey {
		return canon.ID("k", "sanad/name-key/v1", []byte(folded))
	}
	return folded
}

// KeyOf gives the key by which a claim is found through the name in its value,
// "" for claims that nobody looks for so. They are names of all things,
// and links from posts, tenures and bodies to things that are no records.
func KeyOf(c claim.Made) string {
	if c.ValueEntity != "" || c.Property != "name" && !slices.Contains(named(c.Schema), c.Property) {
		return ""
	}
	return NameKey(c.Value)
}

func named(schema string) []string {
	switch schema {
	case "Post":
		return []string{"unit", "commands", "body", "holder", "superior"}
	case "Tenure":
		return []string{"holder", "post"}
	case "Organisation":
		return []string{"alias", "part_of", "commanded_by"}
	}
	return nil
}

// Said is what one claim says: a thing or a text, and when it was so.
type Said struct {
	Named
	Property string
	Claim    string
	Written  string // as the source has it
	Standing claim.Standing
	Window   // the claim's valid time
}

// Left is a claim that was left out, because it was withdrawn or a rival is
// preferred to it.
type Left struct {
	Entity, Property, Claim, Value string
	Standing                       claim.Standing
}

// counts reports whether a claim is read: withdrawn ones and those set aside
// are left out, and told.
func counts(s claim.Standing) bool { return s != claim.TakenBack && s != claim.Superseded }

func said(c claim.Claim, names map[string]string) Said {
	s := Said{Named: Named{c.ValueEntity, c.Value}, Property: c.Property, Claim: c.Made.Claim, Written: c.Value, Standing: c.Standing, Window: ValidTime(c)}
	if name := names[c.ValueEntity]; name != "" {
		s.Name = name
	}
	return s
}

func left(c claim.Claim) Left {
	return Left{c.Entity, c.Property, c.Made.Claim, c.Value, c.Standing}
}

// idsOf gives the claims behind what is said.
func idsOf(all []Said) (ids []string) {
	for _, s := range all {
		ids = append(ids, s.Claim)
	}
	return ids
}

// contested reports whether all that is said is disputed: nothing certain can
// rest on it.
func contested(all []Said) bool {
	return len(all) > 0 && !slices.ContainsFunc(all, func(s Said) bool { return s.Standing != claim.Contested })
}

// parted gives what is said, put together by the things it is said of. A name
// goes with the first record that is called so.
func parted(all []Said) (groups [][]Said) {
	at := map[string]int{}
	put := func(s Said, keys ...string) {
		for _, key := range keys {
			if i, ok := at[key]; ok {
				groups[i] = append(groups[i], s)
				return
			}
		}
		for _, key := range keys {
			at[key] = len(groups)
		}
		groups = append(groups, []Said{s})
	}
	for _, records := range []bool{true, false} {
		for _, s := range all {
			switch {
			case records != (s.Entity != ""):
			case !records:
				put(s, s.key())
			default:
				put(s, s.Entity)
				if i, name := at[s.Entity], (Named{Name: s.Name}).key(); s.Name != "" {
					if _, taken := at[name]; !taken {
						at[name] = i
					}
				}
			}
		}
	}
	return groups
}
