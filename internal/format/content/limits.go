package content

import (
	"fmt"
	"reflect"
	"strings"
)

// Names gives the limits' names in the order of Limits.
func (Limits) Names() []string {
	t := reflect.TypeFor[Limits]()
	names := make([]string, t.NumField())
	for i := range names {
		names[i] = limitName(t.Field(i).Name)
	}
	return names
}

// Value gives the limit called name, and whether there is one.
func (l Limits) Value(name string) (int64, bool) {
	v := reflect.ValueOf(l)
	for i := range v.NumField() {
		if limitName(v.Type().Field(i).Name) == name {
			return v.Field(i).Int(), true
		}
	}
	return 0, false
}

// Set changes the limit called name; it must be at least 1.
func (l *Limits) Set(name string, most int64) error {
	v := reflect.ValueOf(l).Elem()
	for i := range v.NumField() {
		if limitName(v.Type().Field(i).Name) != name {
			continue
		}
		if most < 1 {
			return fmt.Errorf("the limit %s can't be %d: it must be at least 1", name, most)
		}
		v.Field(i).SetInt(most)
		return nil
	}
	return fmt.Errorf("there is no limit %q; there are %s", name, strings.Join(l.Names(), ", "))
}

// limitName writes WholeBytes as whole_bytes.
func limitName(field string) string {
	var b strings.Builder
	for i, r := range field {
		if i > 0 && 'A' <= r && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}
