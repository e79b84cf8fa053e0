package ocfl

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// checkInventory holds an inventory to all that can be seen in it alone
// (specification section 3.5).
func checkInventory(inv *inventory, add func(Code, string)) {
	checkKeys(inv, add)
	checkContentDirectory(inv, add)
	list := inv.order(add)
	if inv.versions != nil {
		checkSequence(list, add)
	}
	if inv.keys["head"] && (len(list) == 0 || list[len(list)-1].name != inv.head) {
		add(E040, fmt.Sprintf("head is %q", inv.head))
	}
	for _, name := range slices.Sorted(maps.Keys(inv.versions)) {
		checkVersion(inv, name, add)
	}
	checkManifest(inv, add)
	for _, alg := range slices.Sorted(maps.Keys(inv.fixity)) {
		checkFixity(inv, alg, add)
	}
}

func checkKeys(inv *inventory, add func(Code, string)) {
	for _, key := range []string{"id", "type", "digestAlgorithm", "head"} {
		if !inv.keys[key] {
			add(E036, "no "+key)
		}
	}
	if !inv.keys["manifest"] {
		add(E041, "no manifest")
	}
	if !inv.keys["versions"] {
		add(E043, "no versions")
	}
	if inv.keys["id"] && inv.id == "" {
		add(E037, "the id is empty")
	} else if inv.keys["id"] && !isURI(inv.id) {
		add(W005, fmt.Sprintf("id %q", inv.id))
	}
	if inv.keys["type"] && specOf(inv.typ) == "" {
		add(E038, fmt.Sprintf("type %q", inv.typ))
	}
	switch {
	case !inv.keys["digestAlgorithm"] || inv.alg == "sha512":
	case inv.alg == "sha256":
		add(W004, "sha256")
	default:
		add(E025, fmt.Sprintf("digest algorithm %q", inv.alg))
	}
}

func checkContentDirectory(inv *inventory, add func(Code, string)) {
	name := inv.contentDirectory
	switch {
	case !inv.keys["contentDirectory"]:
	case name == "":
		add(E108, "it is empty")
	case strings.Contains(name, "/"):
		add(E017, fmt.Sprintf("contentDirectory %q", name))
		add(E108, fmt.Sprintf("contentDirectory %q", name))
	case name == "." || name == "..":
		add(E018, fmt.Sprintf("contentDirectory %q", name))
	}
}

// checkVersion holds one version to section 3.5.3.1.
func checkVersion(inv *inventory, name string, add func(Code, string)) {
	v := inv.versions[name]
	for _, key := range []string{"created", "state"} {
		if !v.keys[key] {
			add(E048, name+" has no "+key)
		}
	}
	if v.keys["created"] && v.created != "" && !isDateTime(v.created) {
		add(E049, fmt.Sprintf("created of %s is %q", name, v.created))
	}
	if !v.keys["message"] || !v.keys["user"] {
		add(W007, name)
	}
	if v.keys["user"] {
		checkUser(v.user, name, add)
	}
	checkState(inv, v, name, add)
}

// isDateTime reports a date and time of RFC 3339 with seconds and a zone.
func isDateTime(s string) bool {
	_, err := time.Parse(time.RFC3339, strings.ToUpper(s))
	return err == nil && !strings.Contains(s, ",") // Go takes a comma for a point
}

func checkUser(u *User, version string, add func(Code, string)) {
	if u.Name == "" {
		add(E054, "the user of "+version+" has no name")
	}
	switch {
	case u.Address == "":
		add(W008, version)
	case !isURI(u.Address):
		add(W009, fmt.Sprintf("address %q in %s", u.Address, version))
	}
}

func checkState(inv *inventory, v *version, name string, add func(Code, string)) {
	all := map[string]bool{}
	for _, digest := range slices.Sorted(maps.Keys(v.state)) {
		if _, there := inv.manifest[digest]; !there {
			add(E050, fmt.Sprintf("digest %.20s of %s is not in the manifest", digest, name))
		}
		for _, p := range v.state[digest] {
			switch fault, why := pathFault(p); fault {
			case ends:
				add(E053, fmt.Sprintf("logical path %q in %s: %s", p, name, why))
			case inside:
				add(E052, fmt.Sprintf("logical path %q in %s: %s", p, name, why))
			}
			if all[p] {
				add(E095, fmt.Sprintf("logical path %q is twice in %s", p, name))
			}
			all[p] = true
		}
	}
	for _, p := range conflicts(all) {
		add(E095, fmt.Sprintf("%q is a file and a folder in %s", p, name))
	}
}

func checkManifest(inv *inventory, add func(Code, string)) {
	used := map[string]bool{}
	for _, v := range inv.versions {
		for digest := range v.state {
			used[digest] = true
		}
	}
	all := map[string]bool{}
	folded := map[string]bool{}
	for _, digest := range slices.Sorted(maps.Keys(inv.manifest)) {
		checkDigest(inv.alg, digest, E106, E096, folded, add)
		if !used[digest] && specOf(inv.typ) != "1.0" { // a rule of 1.1
			add(E107, fmt.Sprintf("digest %.20s is in no state", digest))
		}
		for _, p := range inv.manifest[digest] {
			checkContentPath(inv, p, add)
			if all[p] {
				add(E101, fmt.Sprintf("content path %q is twice in the manifest", p))
			}
			all[p] = true
		}
	}
	for _, p := range conflicts(all) {
		add(E101, fmt.Sprintf("%q is a file and a folder", p))
	}
}

// checkDigest tells of a malformed digest, and of one that stands twice in
// different case.
func checkDigest(alg, digest string, malformed, repeated Code, folded map[string]bool, add func(Code, string)) {
	if !wellFormed(alg, digest) {
		switch {
		case alg == "sha1":
			malformed = E029
		case alg == "sha256":
			malformed = E030
		case alg == "sha512":
			malformed = E031
		case strings.HasPrefix(alg, "blake2b"):
			malformed = E032
		}
		add(malformed, fmt.Sprintf("%.20q is no %s digest", digest, alg))
	}
	lower := strings.ToLower(digest)
	if folded[lower] {
		add(repeated, fmt.Sprintf("digest %.20s stands twice, in different case", digest))
	}
	folded[lower] = true
}

// checkContentPath holds a content path to section 3.5.2.
func checkContentPath(inv *inventory, p string, add func(Code, string)) {
	switch fault, why := pathFault(p); fault {
	case ends:
		add(E100, fmt.Sprintf("content path %q: %s", p, why))
		return
	case inside:
		add(E099, fmt.Sprintf("content path %q: %s", p, why))
		return
	}
	first, rest, _ := strings.Cut(p, "/")
	if inv.versions[first] != nil && rest != "" {
		return
	}
	v, named := parseVersion(first)
	switch {
	case strings.Contains(first, `\`):
		add(E035, fmt.Sprintf("content path %q", p))
	case named && rest != "" && inv.numbers[v.number]:
		add(E014, fmt.Sprintf("content path %q names its version in another way", p))
	default:
		add(E042, fmt.Sprintf("content path %q is below no version of the object", p))
	}
}

func checkFixity(inv *inventory, alg string, add func(Code, string)) {
	if newHash(alg) == nil {
		add(E056, fmt.Sprintf("fixity algorithm %q", alg))
	}
	folded := map[string]bool{}
	for _, digest := range slices.Sorted(maps.Keys(inv.fixity[alg])) {
		checkDigest(alg, digest, E057, E097, folded, add)
		for _, p := range inv.fixity[alg][digest] {
			checkContentPath(inv, p, add)
		}
	}
}
