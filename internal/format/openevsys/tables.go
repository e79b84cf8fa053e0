package openevsys

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"sanad/internal/format/mapping"
	"sanad/internal/format/recordtable"
)

// chief is a table whose rows become records of their own.
type chief struct{ table, id, sort string }

func chiefs() []chief {
	return []chief{{"person", "person_record_number", Persons}, {"event", "event_record_number", Events}, {"act", "act_record_number", Acts},
		{"involvement", "involvement_record_number", Involvements}, {"information", "information_record_number", Information},
		{"intervention", "intervention_record_number", Interventions}, {"supporting_docs_meta", "doc_id", Documents},
		{"biographic_details", "biographic_details_record_number", Details}}
}

// told is a table that tells more of the rows of another.
type told struct {
	of, key string
	fields  []string
}

func more() map[string]told {
	return map[string]told{
		"arrest":      {"act", "arrest_record_number", []string{"detention_conditions", "whereabouts"}},
		"killing":     {"act", "killing_record_number", []string{"autopsy_results", "death_certificate"}},
		"torture":     {"act", "torture_record_number", []string{"statements_signed", "medical_attention", "intent"}},
		"destruction": {"act", "destruction_record_number", []string{"type_of_property_loss", "value_of_destroyed_property"}},
		"address":     {"person", "person", []string{"address"}},
	}
}

func moreOf(table string) (all []string) {
	for _, name := range slices.Sorted(maps.Keys(more())) {
		if more()[name].of == table {
			all = append(all, name)
		}
	}
	return all
}

func keysOf[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }

// term is a column of codes.
func term(field, property, note string) recordtable.Field {
	return recordtable.Field{Name: field, Property: property, Form: mapping.FormHuridocs, Note: note}
}

func text(field, property, note string) recordtable.Field {
	return recordtable.Field{Name: field, Property: property, Note: note}
}

// listed gives the fields of a sort. Those that name rows of other tables get the
// list by name.
func listed(sort string, name func(string) string) []recordtable.Field {
	row := func(field, property, of string) recordtable.Field {
		return recordtable.Field{Name: field, Property: property, RowOf: name(of)}
	}
	switch sort {
	case Persons:
		return []recordtable.Field{text("person_name", "name", ""), text("other_names", "name", "other names"), text("date_of_birth", "birth_date", ""),
			term("place_of_birth", "birth_place", ""), term("locality_of_birth", "birth_place", "locality"), term("sex", "sex", ""), text("identification_documents", "identifier", ""),
			term("civil_status", "civil_status", ""), term("formal_education", "education", ""), text("other_training", "education", "other training"),
			term("occupation", "occupation", ""), term("local_term_for_occupation", "occupation", "local term"), text("health", "health", ""), text("medical_records", "health", "medical records"),
			term("physical_description", "description", "physical description"), {Name: "deceased", Property: "status", Values: map[string]string{"y": "dead", "1": "dead"}, Ignore: []string{"n", "0"}},
			text("date_deceased", "death_date", ""), term("religion", "religion", ""), term("citizenship", "nationality", ""), term("national_origin", "nationality", "national origin"),
			term("ethnic_background", "ethnicity", ""), term("other_background", "ethnicity", "other background"), term("general_characteristics", "description", "characteristics"),
			text("remarks", "description", "remarks"), text("address address", "residence", "")}
	case Groups:
		return []recordtable.Field{text("person_name", "name", ""), text("other_names", "name", "other names"), text("group_description", "description", ""),
			{Name: "number_of_persons_in_group", Property: "size", Counts: "people"}, term("counting_unit", "unit", ""), text("remarks", "description", "remarks")}
	case Events:
		return []recordtable.Field{text("event_title", "name", ""), term("geographical_term", "place", ""), term("local_geographical_area", "place", "local area"), text("days", "date", ""),
			text("event_description", "description", ""), text("impact_of_event", "description", "impact"), text("remarks", "description", "remarks")}
	case Acts:
		return []recordtable.Field{term("type_of_act", "kind", ""), row("event", "event", Events), row("victim", "victim", Persons), row("group victim", "victims", Groups), text("days", "date", ""),
			text("exact_location", "place", ""), term("method_of_violence", "method", ""), text("physical_consequences", "consequence", "physical"), text("psychological_consequences", "consequence", "psychological"),
			text("arrest detention_conditions", "consequence", "conditions of detention"), term("arrest whereabouts", "consequence", "whereabouts"),
			term("killing autopsy_results", "consequence", "autopsy"), term("killing death_certificate", "consequence", "death certificate"),
			term("torture statements_signed", "consequence", "statements signed"), term("torture medical_attention", "consequence", "medical attention"), term("torture intent", "consequence", "intent"),
			text("destruction type_of_property_loss", "consequence", "property lost"), text("destruction value_of_destroyed_property", "consequence", "value of property")}
	case Involvements:
		return []recordtable.Field{row("perpetrator", "person", Persons), row("group perpetrator", "group", Groups), row("event", "event", Events), row("act", "act", Acts),
			term("degree_of_involvement", "degree", ""), term("latest_status_as_perpetrator_in_the_act", "status", "")}
	case Information:
		return []recordtable.Field{row("source", "speaker", Persons), row("event", "about", Events), row("related_person", "about_person", Persons),
			text("date_of_source_material", "made", ""), text("remarks", "content", "remarks")}
	case Interventions:
		return []recordtable.Field{row("intervening_party", "by", Persons), row("event", "about", Events), row("victim", "about_person", Persons), term("type_of_intervention", "kind", ""),
			text("date_of_intervention", "date", ""), text("parties_requested", "asked", "parties requested"), text("remarks", "asked", "remarks")}
	case Documents:
		return []recordtable.Field{text("title", "name", ""), text("creator", "author", ""), text("datecreated", "date", ""), text("description", "content", ""), term("type", "kind", ""),
			text("language", "language", ""), text("url", "whereabouts", "address")}
	case Details:
		return []recordtable.Field{row("person", "holder", Persons), text("position_in_organisation", "name", ""), text("rank", "rank", ""), text("days from", "from", ""), text("days to", "to", "")}
	}
	return nil
}

// fieldsOf gives the columns that each sort makes something of. The ends of a time
// are joined to one field elsewhere.
var fieldsOf = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, sort := range Sorts() {
		out[sort] = map[string]bool{}
		for _, f := range listed(sort, func(s string) string { return s }) {
			out[sort][f.Name] = true
		}
		for _, heading := range dated(sort) {
			out[sort][heading] = true
		}
		if sort == Persons {
			out[sort]["date_of_birth_type"], out[sort]["date_deceased_type"] = true, true
		}
	}
	return out
})

// dated names columns that become part of the dates.
func dated(sort string) []string {
	switch sort {
	case Events, Acts, Details:
		return []string{"initial_date", "final_date", "initial_date_type", "final_date_type"}
	}
	return nil
}

// linked gives the fields of a table that tables of links may add values to.
var linked = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, m := range chiefs() {
		out[m.table] = map[string]bool{}
		for _, f := range listed(m.sort, func(s string) string { return s }) {
			if f.Form == mapping.FormHuridocs {
				out[m.table][f.Name] = true
			}
		}
	}
	return out
})

func specOf(sort string, name func(string) string) recordtable.Spec {
	return recordtable.Spec{List: name(sort), Says: name(""), Schema: kinds()[sort], Fields: listed(sort, name)}
}

func kinds() map[string]string {
	return map[string]string{Persons: "Person", Groups: "Group", Events: "Event", Acts: "Act", Involvements: "Involvement", Information: "Statement",
		Interventions: "Intervention", Documents: "Document", Details: "Tenure"}
}

// plainName takes folder and ending off the name of a file.
func plainName(path string) string {
	path = path[strings.LastIndexAny(path, `/\`)+1:]
	name, _, _ := strings.Cut(path, ".")
	return strings.ToLower(name)
}

// TableOf gives the name of the table that a file holds, "" if none of OpenEvSys.
func TableOf(path string) string {
	name := plainName(path)
	if strings.HasSuffix(strings.ToLower(path), ".csv") && Known(name) {
		return name
	}
	return ""
}
