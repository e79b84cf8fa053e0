package openevsys

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"sanad/internal/format/mapping"
	"sanad/internal/format/recordtable"
)

// sheets are tables as a MySQL of OpenEvSys gives them.
func sheets() map[string]string {
	return map[string]string{
		"person": "person_record_number,counting_unit,person_name,date_of_birth,date_of_birth_type,sex,deceased,confidentiality,entered_by,group_description,number_of_persons_in_group\n" +
			"P1,01000000000007,Navid Kardan,1961-03-00,,01000000000039,y,n,ana,,\nP2,01000000000007,Kaveh Sar,1950-01-01,03000000000048,,n,y,ana,,\nP3,03000000000007,Prisoners of the harbour,,,,,,ana,those of ward 3,20\n,,nobody,,,,,,,,\nP1,,twice,,,,,,,,\n",
		"event":                      "event_record_number,event_title,initial_date,initial_date_type,final_date,final_date_type,event_description\nE1,The night at the harbour,1983-05-02,01000000000048,1983-05-09,,Many were taken.\n",
		"act":                        "act_record_number,victim,event,type_of_act,initial_date,initial_date_type,stated_reason\nA1,P1,E1,01000000000004,1983-05-02,02000000000048,none given\nA2,P3,E1,NULL,0000-00-00,,\n",
		"involvement":                "involvement_record_number,perpetrator,event,act,degree_of_involvement\nI1,P2,E1,A1,01020000000018\n",
		"killing":                    "killing_record_number,autopsy_results,death_certificate\nA1,01000000000034,\nA9,x,\n",
		"mlt_act_method_of_violence": "vocab_number,record_number\n01010000000005,A1\n01020000000005,A1\n01020000000005,A7\n",
		"mlt_person_language":        "vocab_number,record_number\n01000000000014,P1\n",
		"mt_vocab":                   "vocab_number,huri_code,english,list_code\n01000000000034,010000000000,Not done,34\n",
		"biographic_details":         "biographic_details_record_number,person,rank,initial_date,final_date\nB1,P2,Captain,1980-01-01,1984-00-00\n",
		"audit_log":                  "id,what\n1,x\n",
	}
}

func sources(t *testing.T, sheets map[string]string) (all []Source) {
	t.Helper()
	at := 0
	names := slices.Sorted(keysOf(sheets))
	for _, name := range names {
		rows, err := csv.NewReader(strings.NewReader(sheets[name])).ReadAll()
		if err != nil {
			t.Fatal(name, err)
		}
		s := Source{Name: name, Headings: rows[0]}
		for _, row := range rows[1:] {
			var cells []recordtable.Value
			for _, c := range row {
				cells = append(cells, recordtable.Value{Text: c, At: at})
				at++
			}
			s.Rows = append(s.Rows, cells)
		}
		all = append(all, s)
	}
	return all
}

func listName(sort string) string { return strings.TrimSpace("Office " + sort) }

func read(t *testing.T, sheets map[string]string) Database {
	t.Helper()
	d, err := Read(sources(t, sheets), listName)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d Database) records(sort string) []recordtable.Record {
	for _, of := range d.Tables {
		if of.Spec.List == listName(sort) {
			return of.Records
		}
	}
	return nil
}

func texts(values []recordtable.Value) (all []string) {
	for _, v := range values {
		all = append(all, v.Text)
	}
	return all
}

func TestPersonsAndGroupsAreToldApart(t *testing.T) {
	d := read(t, sheets())
	people, groups := d.records(Persons), d.records(Groups)
	if len(people) != 2 || people[0].ID != "P1" || people[1].ID != "P2" || len(groups) != 1 || groups[0].First("number_of_persons_in_group") != "20" {
		t.Errorf("%+v, %+v", people, groups)
	}
	acts := d.records(Acts)
	if len(acts) != 2 || acts[0].First("victim") != "P1" || acts[1].First("victim") != "" || acts[1].First("group victim") != "P3" {
		t.Errorf("%+v", acts)
	}
	if inv := d.records(Involvements); len(inv) != 1 || inv[0].First("perpetrator") != "P2" || inv[0].First("act") != "A1" {
		t.Errorf("%+v", inv)
	}
}

func TestDatesAreAsSureAsTheyAre(t *testing.T) {
	d := read(t, sheets())
	for _, c := range []struct{ got, want string }{
		{d.records(Persons)[0].First("date_of_birth"), "1961-03"}, {d.records(Persons)[1].First("date_of_birth"), "1950"},
		{d.records(Events)[0].First("days"), "1983-05-02~/1983-05-09"}, {d.records(Acts)[0].First("days"), "1983-05"}, {d.records(Acts)[1].First("days"), ""},
		{d.records(Details)[0].First("days from"), "1980-01-01"}, {d.records(Details)[0].First("days to"), "1984"},
	} {
		if c.got != c.want {
			t.Errorf("%q is not %q", c.got, c.want)
		}
	}
}

func TestOtherTablesTellMoreOfAnAct(t *testing.T) {
	act := read(t, sheets()).records(Acts)[0]
	if got := texts(act.Values["method_of_violence"]); !slices.Equal(got, []string{"01010000000005", "01020000000005"}) {
		t.Errorf("the methods are %q", got)
	}
	if act.First("killing autopsy_results") != "01000000000034" {
		t.Errorf("%+v", act)
	}
	if d := read(t, sheets()); d.Labels["01000000000034"] != "Not done" {
		t.Errorf("%v", d.Labels)
	}
}

func TestWhatIsLeftAndWhatFailsIsNamed(t *testing.T) {
	d := read(t, sheets())
	for what, n := range map[string]int64{"person entered_by": 3, "act stated_reason": 1, "person language": 1, "table audit_log": 1, "person confidentiality": 2} {
		if d.Unmapped[what] != n {
			t.Errorf("%s: %d of %v", what, d.Unmapped[what], d.Unmapped)
		}
	}
	var failed []string
	for _, f := range d.Failed {
		failed = append(failed, f.Table+": "+f.Reason)
	}
	want := []string{"person: the row has no number", "person: the number P1 stands twice", `killing: it tells more of the row "A9", which is not there`, `mlt_act_method_of_violence: it gives a value to the row "A7", which is not there, or none`}
	if !slices.Equal(failed, want) {
		t.Errorf("%q", failed)
	}
	if d.Confidential != 1 {
		t.Errorf("%d are confidential", d.Confidential)
	}
}

func TestTablesThatAreNoneAreRefused(t *testing.T) {
	for name, of := range map[string]map[string]string{"no table": {}, "an unknown one": {"audit_log": "a\n1\n"}, "no number": {"event": "event_title\nx\n"}} {
		if _, err := Read(sources(t, of), listName); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	twice := append(sources(t, map[string]string{"event": "event_record_number\n1\n"}), sources(t, map[string]string{"event": "event_record_number\n1\n"})...)
	if _, err := Read(twice, listName); err == nil {
		t.Error("two tables of one name were read")
	}
	for path, want := range map[string]string{"dump/Event.csv": "event", `a\act.CSV`: "act", "event.txt": "", "other.csv": "", "mlt_act_method_of_violence.csv": "mlt_act_method_of_violence"} {
		if got := TableOf(path); got != want {
			t.Errorf("%s is %q", path, got)
		}
	}
}

func TestEveryTableHasAMapping(t *testing.T) {
	for _, of := range read(t, sheets()).Tables {
		table := recordtable.Build(of.Spec, of.Records)
		m, err := mapping.Parse([]byte(table.Mapping))
		if err != nil {
			t.Errorf("%v in\n%s", err, table.Mapping)
			continue
		}
		if _, err := m.Layout(table.Headings); err != nil {
			t.Error(err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for name, sheet := range sheets() {
		f.Add(name, sheet)
	}
	f.Fuzz(func(t *testing.T, name, sheet string) {
		all := sources(t, sheets())
		r := csv.NewReader(strings.NewReader(sheet))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if err != nil || len(rows) == 0 {
			return
		}
		s := Source{Name: name, Headings: rows[0]}
		for _, row := range rows[1:] {
			var cells []recordtable.Value
			for _, c := range row {
				cells = append(cells, recordtable.Value{Text: c})
			}
			s.Rows = append(s.Rows, cells)
		}
		all = slices.DeleteFunc(all, func(o Source) bool { return strings.EqualFold(o.Name, name) })
		d, err := Read(append(all, s), listName)
		if err != nil {
			return
		}
		for _, of := range d.Tables {
			recordtable.Build(of.Spec, of.Records)
		}
	})
}
