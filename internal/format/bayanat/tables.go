package bayanat

import (
	"strings"
	"sync"

	"sanad/internal/format/mapping"
	"sanad/internal/format/recordtable"
)

// member says which field a member goes to; "labels.*.title" is that of each
// member of a list.
type member struct{ member, field string }

// membersOf gives what is read of a record of a sort. What is not here is named as
// left: among it, on purpose, who saw a missing person and how to reach them
// (saw_name, saw_phone, reporters ...), which no claim on that person is.
func membersOf(sort string) []member { return members()[sort] }

var members = sync.OnceValue(func() map[string][]member {
	out := map[string][]member{}
	for _, sort := range Sorts() {
		out[sort] = listMembers(sort)
	}
	return out
})

func listMembers(sort string) []member {
	switch sort {
	case Actors:
		return []member{
			{"name", "name"}, {"name_ar", "name_ar"}, {"nickname", "nickname"}, {"nickname_ar", "nickname_ar"},
			{"first_name", "first_name"}, {"first_name_ar", "first_name_ar"}, {"last_name", "last_name"}, {"last_name_ar", "last_name_ar"},
			{"father_name", "father_name"}, {"father_name_ar", "father_name_ar"}, {"mother_name", "mother_name"}, {"mother_name_ar", "mother_name_ar"},
			{"sex", "sex"}, {"occupation", "occupation"}, {"occupation_ar", "occupation_ar"}, {"position", "position"}, {"position_ar", "position_ar"},
			{"family_status", "family_status"}, {"no_children", "no_children"},
			{"ethnographies.*.title", "ethnography"}, {"nationalities.*.title", "nationality"}, {"id_number.*.number", "id_number"},
			{"origin_place.full_location", "origin_place"}, {"comments", "comments"},
			{"actor_profiles.*.labels.*.title", "label"},
			{"actor_profiles.*.last_address", "last_address"}, {"actor_profiles.*.known_dead", "known_dead"}, {"actor_profiles.*.death_details", "death_details"},
			{"actor_profiles.*.personal_items", "personal_items"}, {"actor_profiles.*.height", "height"}, {"actor_profiles.*.physique", "physique"},
			{"actor_profiles.*.injuries", "injuries"}, {"actor_profiles.*.implants", "implants"}, {"actor_profiles.*.malforms", "malforms"},
			{"actor_profiles.*.other_conditions", "other_conditions"}, {"actor_profiles.*.dental_record", "dental_record"},
			{"actor_profiles.*.teeth_features", "teeth_features"}, {"actor_profiles.*.dental_problems", "dental_problems"},
			{"actor_profiles.*.dist_char_con", "marks"}, {"actor_profiles.*.dist_char_acq", "marks"},
		}
	case Bodies:
		return []member{{"name", "name"}, {"name_ar", "name_ar"}, {"nickname", "nickname"}, {"nickname_ar", "nickname_ar"}, {"comments", "comments"}}
	case Bulletins:
		return []member{{"title", "title"}, {"title_ar", "title_ar"}, {"sjac_title", "sjac_title"}, {"sjac_title_ar", "sjac_title_ar"}, {"originid", "originid"},
			{"description", "description"}, {"publish_date", "publish_date"}, {"documentation_date", "documentation_date"}, {"source_link", "source_link"},
			{"sources.*.title", "source"}, {"medias.*.filename", "file"}}
	case Incidents:
		return []member{{"title", "title"}, {"title_ar", "title_ar"}, {"description", "description"}, {"locations.*.full_string", "location"},
			{"labels.*.title", "label"}, {"potential_violations.*.title", "potential_violation"}, {"claimed_violations.*.title", "claimed_violation"}}
	case Events:
		return []member{{"title", "title"}, {"title_ar", "title_ar"}, {"comments", "comments"}, {"comments_ar", "comments_ar"},
			{"eventtype.title", "eventtype"}, {"location.full_location", "location"}}
	}
	return nil
}

// ofProfiles names the members of a profile that something is made of.
var ofProfiles = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{"id": true, "actor_id": true, "description": true, "sources": true}
	for _, f := range membersOf(People) {
		if rest, ok := strings.CutPrefix(f.member, "actor_profiles.*."); ok {
			first, _, _ := strings.Cut(rest, ".")
			out[first] = true
		}
	}
	return out
})

// specOf says what the records of a sort become.
func specOf(sort string, name func(string) string) recordtable.Spec {
	spec := recordtable.Spec{List: name(sort), Says: name("")}
	of := func(fields ...recordtable.Field) recordtable.Spec { spec.Fields = fields; return spec }
	people := func(field, property string) recordtable.Field {
		return recordtable.Field{Name: field, Property: property, RowOf: name(People)}
	}
	incident := func(property string) recordtable.Field {
		return recordtable.Field{Name: "incident", Property: property, RowOf: name(Incidents)}
	}
	part := recordtable.Field{Name: "part", Property: "name", Note: "by Bayanat's own list of parts (related_as)"}
	switch spec.Schema = kinds()[sort]; sort {
	case People:
		spec.Names = []string{"given_name", "surname"}
		return of(actorFields()...)
	case Bodies:
		return of(plain("name", "name"), arabic("name_ar", "name"), plain("nickname", "alias"), arabic("nickname_ar", "alias"),
			noted("comments", "purpose", "comments"), recordtable.Field{Name: "description", Property: "purpose", Note: "description", Source: "source"}, recordtable.Field{Name: "source"})
	case Bulletins:
		return of(plain("title", "name"), arabic("title_ar", "name"), plain("sjac_title", "title"), arabic("sjac_title_ar", "title"), plain("originid", "symbol"),
			recordtable.Field{Name: "description", Property: "content", Source: "source"}, recordtable.Field{Name: "source"},
			formed("publish_date", "date", mapping.FormMoment), formed("documentation_date", "received", mapping.FormMoment),
			noted("source_link", "whereabouts", "address"), formed("file", "item", mapping.FormFile))
	case Incidents:
		return of(plain("title", "name"), arabic("title_ar", "name"), plain("description", "description"), plain("location", "place"),
			noted("label", "description", "label"), noted("potential_violation", "description", "potential violation"), noted("claimed_violation", "description", "claimed violation"))
	case Events:
		return of(plain("title", "name"), arabic("title_ar", "name"), plain("comments", "description"), arabic("comments_ar", "description"),
			noted("eventtype", "description", "kind of event"), plain("location", "place"), plain("date", "date"), people("actor", "participant"), incident("part_of"))
	case Acts:
		return of(part, people("actor", "victim"), incident("event"))
	case Involvements:
		return of(part, people("actor", "person"), incident("event"))
	}
	return spec
}

func kinds() map[string]string {
	return map[string]string{People: "Person", Bodies: "Organisation", Bulletins: "Document", Incidents: "Event", Events: "Event", Acts: "Act", Involvements: "Involvement"}
}

func plain(field, property string) recordtable.Field {
	return recordtable.Field{Name: field, Property: property}
}

func arabic(field, property string) recordtable.Field {
	return recordtable.Field{Name: field, Property: property, Language: "ar"}
}

func noted(field, property, note string) recordtable.Field {
	return recordtable.Field{Name: field, Property: property, Note: note}
}

func formed(field, property, form string) recordtable.Field {
	return recordtable.Field{Name: field, Property: property, Form: form}
}

// actorFields says what a person becomes. That somebody is known to be dead is
// taken; that they are not says nothing: they are missing.
func actorFields() []recordtable.Field {
	return []recordtable.Field{
		plain("name", "name"), arabic("name_ar", "name"), plain("nickname", "nickname"), arabic("nickname_ar", "nickname"),
		plain("first_name", "given_name"), arabic("first_name_ar", "given_name"), plain("last_name", "surname"), arabic("last_name_ar", "surname"),
		plain("father_name", "father_name"), arabic("father_name_ar", "father_name"), plain("mother_name", "mother_name"), arabic("mother_name_ar", "mother_name"),
		{Name: "sex", Property: "sex", Ignore: []string{"Unknown"}}, plain("occupation", "occupation"), arabic("occupation_ar", "occupation"),
		noted("position", "occupation", "position"), {Name: "position_ar", Property: "occupation", Language: "ar", Note: "position"},
		plain("family_status", "civil_status"), {Name: "no_children", Property: "children", Counts: "children"},
		plain("ethnography", "ethnicity"), plain("nationality", "nationality"), plain("id_number", "identifier"),
		noted("origin_place", "residence", "place of origin"), noted("comments", "description", "comments"),
		{Name: "description", Property: "description", Source: "source"}, {Name: "source"}, noted("label", "description", "label"), plain("part", "role"),
		noted("last_address", "residence", "last address"), {Name: "known_dead", Property: "status", Values: map[string]string{"Yes": "dead"}, Ignore: []string{"No", "Unknown"}},
		noted("death_details", "description", "of the death"), plain("personal_items", "belongings"),
		{Name: "height", Property: "height", Counts: "height", Unit: "cm"}, noted("physique", "description", "physique"), noted("marks", "description", "distinguishing marks"),
		plain("injuries", "health"), plain("implants", "health"), plain("malforms", "health"), plain("other_conditions", "health"),
		plain("dental_record", "dental"), plain("teeth_features", "dental"), plain("dental_problems", "dental"),
	}
}
