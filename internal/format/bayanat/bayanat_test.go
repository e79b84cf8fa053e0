package bayanat

import (
	"slices"
	"strings"
	"testing"

	"sanad/internal/format/mapping"
	"sanad/internal/format/recordtable"
)

// export is what Bayanat writes: its keys, its escapes, and the comma it leaves
// out between two groups of records.
const export = `{ 
"actors": [ 
{"class": "actor", "id": 7, "name": "\u0646\u0648\u06cc\u062f Kardan", "name_ar": null, "father_name": "Omid", "sex": "Male", "type": "Person",
 "nationalities": [{"id": 1, "title": "Varanda"}], "id_number": [{"type": {"id": 1}, "number": "V-12"}], "secret": "x",
 "events": [{"id": 31, "title": null, "eventtype": {"id": 2, "title": "Detention"}, "location": {"full_location": "Harbour"}, "from_date": "1983-05-02T00:00", "to_date": "1983-06-01T00:00", "estimated": true}],
 "actor_profiles": [{"id": 1, "description": "A teacher", "sources": []}, {"id": 2, "description": "A docker", "sources": [{"id": 4, "title": "The coast group"}], "saw_name": "a witness", "known_dead": "Yes"}],
 "incident_relations": [{"incident": {"id": 3}, "related_as": [1, 2], "probability": 2, "comment": "said twice"}],
 "medias": [{"id": 5, "filename": "7-one.jpg", "etag": "d41d8cd98f00b204e9800998ecf8427e", "fileType": "image/jpeg"}]},
{"class": "actor", "id": 8, "name": "Harbour Guard", "type": "Entity"}
{"class": "actor", "id": 9, "name": "Kaveh Sar", "type": "Person"},
{"id": 10, "restricted": true}
] 
 }{"incidents": [{"class": "incident", "id": 3, "title": "The night at the harbour", "locations": [{"full_string": "Varanda, Harbour"}],
  "actor_relations": [{"actor": {"id": 9, "name": "Kaveh Sar"}, "related_as": [3]}, {"actor": {"id": 7, "name": "x"}, "related_as": 1}, {"actor": {"id": 11, "name": "y"}, "related_as": [2]}]}]}
{"class": "bulletin", "id": 4, "title": "A leaflet", "sources": [{"id": 1, "title": "A paper"}], "description": "It says so.", "publish_date": "1984-01-01T00:00"}`

func listName(sort string) string { return strings.TrimSpace("Coast " + sort) }

func read(t *testing.T, data string) Export {
	t.Helper()
	e, err := Read([]byte(data), listName)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (e Export) table(t *testing.T, sort string) Table {
	t.Helper()
	for _, of := range e.Tables {
		if of.Spec.List == listName(sort) {
			return of
		}
	}
	t.Fatalf("there is no table of %s", sort)
	return Table{}
}

func TestEveryRecordIsReadThoughACommaIsMissing(t *testing.T) {
	e := read(t, export)
	if e.Records != 6 || e.Hidden != 1 || e.Commas != 1 {
		t.Errorf("%d records, %d hidden, %d commas", e.Records, e.Hidden, e.Commas)
	}
	people := e.table(t, People).Records
	if len(people) != 2 || people[0].ID != "7" || people[1].ID != "9" || len(e.table(t, Bodies).Records) != 1 {
		t.Errorf("%+v", people)
	}
	if got := people[0].First("name"); got != "نوید Kardan" {
		t.Errorf("the name is %q", got)
	}
	name := e.Leaves[people[0].Values["name"][0].At]
	if raw := export[name.Start:name.End]; raw != `\u0646\u0648\u06cc\u062f Kardan` || name.Exact || name.Path != "name" {
		t.Errorf("%+v is at %q", name, raw)
	}
	father := e.Leaves[people[0].Values["father_name"][0].At]
	if raw := export[father.Start:father.End]; raw != "Omid" || !father.Exact {
		t.Errorf("%+v is at %q", father, raw)
	}
}

func TestWhoSaysSoStaysWithWhatTheySay(t *testing.T) {
	p := read(t, export).table(t, People).Records[0]
	if p.Values["description"][0].Text != "A teacher" || p.Values["source"][0].Text != "" || p.Values["source"][1].Text != "The coast group" {
		t.Errorf("%+v", p.Values)
	}
	table := recordtable.Build(read(t, export).table(t, People).Spec, []recordtable.Record{p})
	if !strings.Contains(table.Mapping, `"description 2": {property: description, source: "source 2"}`) {
		t.Error(table.Mapping)
	}
}

func TestANameIsMadeOfItsPartsWhereNoOtherIsGiven(t *testing.T) {
	e := read(t, `{"actors":[{"class":"actor","id":1,"first_name":"Sam","last_name":"Rokh"}]}`)
	table := recordtable.Build(e.Tables[0].Spec, e.Tables[0].Records)
	if !strings.Contains(table.Mapping, "name: [given_name, surname]") {
		t.Error(table.Mapping)
	}
	if _, err := mapping.Parse([]byte(table.Mapping)); err != nil {
		t.Error(err)
	}
}

// An involvement accuses: nobody gets one but who is said to have done something.
func TestWitnessesAreAccusedOfNothing(t *testing.T) {
	e := read(t, export)
	inv := e.table(t, Involvements).Records
	if len(inv) != 1 || inv[0].First("actor") != "9" || inv[0].First("incident") != "3" || inv[0].First("part") != perpetrator {
		t.Errorf("%+v", inv)
	}
	acts := e.table(t, Acts).Records
	if len(acts) != 1 || acts[0].First("actor") != "7" {
		t.Errorf("%+v", acts)
	}
	if e.Unmapped["incidents actor_relations Witness"] != 1 {
		t.Errorf("%v", e.Unmapped)
	}
	var parts []string
	for _, p := range e.table(t, People).Records[0].Values["part"] {
		parts = append(parts, p.Text)
	}
	if !slices.Equal(parts, []string{injured, "Witness"}) {
		t.Errorf("%q", parts)
	}
}

func TestDaysKeepThatTheyAreEstimated(t *testing.T) {
	events := read(t, export).table(t, Events).Records
	if len(events) != 1 || events[0].First("date") != "1983-05-02~/1983-06-01~" || events[0].First("title") != "Detention" || events[0].First("actor") != "7" {
		t.Errorf("%+v", events)
	}
}

func TestWhatNothingIsMadeOfIsNamedWithoutItsValue(t *testing.T) {
	e := read(t, export)
	left := e.Left()
	for _, want := range []string{"actors secret", "actors actor_profiles saw_name", "actors incident_relations comment", "actors incident_relations probability", "medias fileType", "actors type"} {
		if !slices.Contains(left, want) {
			t.Errorf("%q is not named among %q", want, left)
		}
	}
	if len(e.Hashes) != 1 || e.Hashes[0].Path != "7-one.jpg" || e.Hashes[0].Maker != "bayanat" {
		t.Errorf("%+v", e.Hashes)
	}
}

// Every mapping of every sort can be parsed, and names what the schema has.
func TestEveryTableHasAMapping(t *testing.T) {
	for _, of := range read(t, export).Tables {
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

func TestWhatIsNoExportIsRefused(t *testing.T) {
	for name, data := range map[string]string{"text": "no JSON", "cut off": export[:400], "deep": strings.Repeat(`{"a":`, 100), "no value": `{"actors":[{"id":}]}`,
		"no colon": `{"actors" []}`, "two values": `{"actors":[1 2]}`, "no end": `{"a":"x`, "bytes": "{\"a\":\"\xff\"}", "a bad escape": `{"a":"\x"}`, "a bad number": `{"a":01}`} {
		if _, err := Read([]byte(data), listName); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	if e := read(t, ""); e.Records != 0 {
		t.Error("nothing holds records")
	}
	if e := read(t, `{"actors":[{"id":[1],"name":{"a":1},"events":"x","medias":[3],"actor_profiles":{"a":{"description":"d"}},"related_as":1}]}`); e.Records != 1 {
		t.Errorf("%+v", e)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(export))
	f.Add([]byte(`[{"class":"actor","events":[{}]}]`))
	f.Add([]byte(`{"bulletins":[{"actor_relations":[{"related_as":3,"actor":{"id":1}}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := Read(data, listName)
		if err != nil {
			return
		}
		for _, l := range e.Leaves {
			if l.Start > l.End || l.End > len(data) || l.Exact && string(data[l.Start:l.End]) != l.Value {
				t.Errorf("%+v", l)
			}
		}
		for _, of := range e.Tables {
			recordtable.Build(of.Spec, of.Records)
		}
	})
}
