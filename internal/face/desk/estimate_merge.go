package desk

import (
	"slices"
	"strings"

	"sanad/internal/core/person"
)

// mergeGroups are the groups that lists can be put into in the form: those of one
// group are taken for one list.
func mergeGroups() []string { return []string{"A", "B", "C", "D"} }

// grouped reads which lists were put into one group.
func (v *visit) grouped() map[string]string {
	of := map[string]string{}
	for name, values := range v.r.PostForm {
		if list, ok := strings.CutPrefix(name, "group-"); ok && len(values) > 0 && slices.Contains(mergeGroups(), values[0]) {
			of[list] = values[0]
		}
	}
	return of
}

// merged gives the lists that are taken for one, from the groups and from the
// pairs of copies that were marked. A list that is in both joins them: nothing is
// named twice.
func (f estimateFields) merged() (out [][]string) {
	var together [][]string
	for _, group := range mergeGroups() {
		var lists []string
		for list, of := range f.Groups {
			if of == group {
				lists = append(lists, list)
			}
		}
		if slices.Sort(lists); len(lists) > 0 {
			together = append(together, lists)
		}
	}
	for _, pair := range f.Merge {
		together = append(together, strings.Fields(pair))
	}
	for _, lists := range together {
		joined := slices.Clone(lists)
		out = slices.DeleteFunc(out, func(known []string) bool {
			meets := slices.ContainsFunc(known, func(l string) bool { return slices.Contains(joined, l) })
			if meets {
				joined = append(joined, known...)
			}
			return meets
		})
		slices.Sort(joined)
		out = append(out, slices.Compact(joined))
	}
	return out
}

// groupsOf puts lists into the groups in which an estimate took them for one: a
// list that was renamed since is by itself.
func groupsOf(merged [][]string, lists []person.List) map[string]string {
	of := map[string]string{}
	for i, names := range merged {
		for _, l := range lists {
			if i < len(mergeGroups()) && slices.Contains(names, l.Name) {
				of[l.List] = mergeGroups()[i]
			}
		}
	}
	return of
}
