package fiction

import (
	_ "embed"
	"strings"
)

// The kinds of the story's entities, named as Sanad's own schema names them.
const (
	SchemaPerson       = "Person"
	SchemaOrganisation = "Organisation"
	SchemaPlace        = "Place"
	SchemaEvent        = "Event"
	SchemaDocument     = "Document"
	SchemaPost         = "Post"
	SchemaTenure       = "Tenure"
	SchemaSite         = "Site"
)

// Entity is something that claims are about.
type Entity struct {
	ID     string // stable for every seed, such as person/navid
	Schema string
	Name   map[string]string // "fa", "ar", "en"
	Person int               // index for Case.Person, or -1
}

type entityList []Entity

// name gives the name of an entity in a language. An ID that is not in the
// list gives an empty name, which the tests forbid.
func (l entityList) name(id, lang string) string {
	for _, e := range l {
		if e.ID == id {
			return e.Name[lang]
		}
	}
	return ""
}

func entities() entityList {
	out := entityList{
		thing("event/autumn", SchemaEvent, "پاییز خاموشی", "خريف الصمت", "The Autumn of Silence"),
		thing("event/registers", SchemaEvent, "بردن دفترهای زندان الغروب", "السجلات التي نقلت إلى سيمرود", "Removal of the registers of al-Ghurub prison"),
		thing("event/terrace-nights", SchemaEvent, "شب‌های توت‌بند", "ليالي مصطبة التوت", "three nights in the middle of October 1982"),
		thing("site/mulberry-terrace", SchemaSite, "توت‌بند", "مصطبة التوت", "The Mulberry Terrace"),
		thing("document/circular", SchemaDocument, "بخشنامه دوم مهر ۱۳۶۱", "تعميم ٢ مهر ١٣٦١", "Circular of 2 Mehr 1361"),
		thing("document/signed-list", SchemaDocument, "فهرست را سه نفر امضا کردیم", "قائمة الهيئة الموقعة", "Signed list of the Board"),
		thing("document/television", SchemaDocument, "سخنان تلویزیونی بهمن نمک‌چین", "كلمة بهمن نمكتشين المتلفزة", "the broadcast"),
		thing("tenure/board-kahroban", SchemaTenure, "رئیس هیئت بازنگری نهایی", "رئيس هيئة المراجعة الأخيرة", "Chair of the Board of Final Review"),
		thing("tenure/sangab-rigdan", SchemaTenure, "رئیس زندان سنگاب", "مدير سجن سنكاب", "Governor of Sangab prison"),
		thing("tenure/sangab-barzavand", SchemaTenure, "رئیس زندان سنگاب", "مدير سجن سنكاب", "Governor of Sangab prison"),
		thing("tenure/health-dashtvar", SchemaTenure, "رئیس بهداری زندان‌ها", "رئيسة صحة السجون", "Head of the prison health service"),
		thing("organisation/board", SchemaOrganisation, "هیئت بازنگری نهایی", "هيئة المراجعة الأخيرة", "Board of Final Review"),
		thing("organisation/council", SchemaOrganisation, "شورای عالی نظم", "مجلس النظام الأعلى", "High Council of Order"),
		thing("organisation/prisons", SchemaOrganisation, "اداره کل زندان‌ها", "ديوان السجون", "Directorate of Prisons"),
		thing("organisation/families", SchemaOrganisation, "کمیته خانواده‌های پاییز", "لجنة عائلات الخريف", "Families of the Autumn Committee"),
		thing("organisation/lawyers", SchemaOrganisation, "کانون وکلای عین السرو", "نقابة المحامين في عين السرو", "Lawyers' Union of Ayn al-Sarw"),
	}
	out = append(out, officials()...)
	out = append(out, things()...)
	out = append(out, sources()...)
	return append(out, places()...)
}

func officials() entityList {
	return entityList{
		thing("official/kahroban", SchemaPerson, "فرزام کهربان", "فرزام كهربان", "Farzam Kahroban"),
		thing("official/barquni", SchemaPerson, "ادریس البرقونی", "إدريس البرقوني", "Idris al-Barquni"),
		thing("official/dezhvani", SchemaPerson, "سهراب دژوانی", "سهراب دجواني", "Sohrab Dezhvani"),
		thing("official/gerdavand", SchemaPerson, "منوچهر گرداوند", "منوتشهر كرداوند", "Manuchehr Gerdavand"),
		thing("official/dashtvar", SchemaPerson, "مهین دشتوار", "مهين دشتوار", "Mahin Dashtvar"),
		thing("official/rigdan", SchemaPerson, "کیومرث ریگدان", "كيومرث ريكدان", "Kiumars Rigdan"),
		thing("official/barzavand", SchemaPerson, "هوشنگ برزاوند", "هوشنك برزاوند", "Hushang Barzavand"),
		thing("official/kalatehdar", SchemaPerson, "بهزاد کلاته‌دار", "بهزاد كلاته دار", "Behzad Kalatehdar"),
		thing("official/sakhruri", SchemaPerson, "عدنان الصخروری", "عدنان الصخروري", "Adnan al-Sakhruri"),
		thing("official/karmazi", SchemaPerson, "نصوح الکرمزی", "نصوح الكرمزي", "Nasuh al-Karmazi"),
		thing("official/azarkaman", SchemaPerson, "تهمورث آذرکمان", "تهمورث آذركمان", "Tahmures Azarkaman"),
	}
}

// sources are those who speak in the papers without being an official or one
// of the dead.
func sources() entityList {
	return entityList{
		thing("source/golnar", SchemaPerson, "گلنار، مادر نوید", "كلنار، أم نويد", "Golnar, mother of Navid"),
		thing("source/bag-giver", SchemaPerson, "مردی که خودش را معرفی نکرد", "الرجل الذي سلم الحقيبة", "The man who handed over the bag"),
		thing("source/witness-3", SchemaPerson, "شاهد شماره ۳", "الشاهد رقم ٣", "Witness no. 3"),
		thing("source/surveyor", SchemaPerson, "نقشه‌بردار بازنشسته", "مساح متقاعد", "a retired surveyor from Nizarak"),
		thing("source/shepherd", SchemaPerson, "چوپان", "الراعي", "A shepherd"),
		thing("source/sister-of-hadi", SchemaPerson, "خواهر هادی بادبان‌دوز", "أخت هادي بادباندوز", "The sister of Hadi Badbanduz"),
		thing("source/courier", SchemaOrganisation, "هاربر کوریر", "هاربر كوريير", "THE HARBOUR COURIER"),
		thing("source/gazette", SchemaOrganisation, "روزنامه رسمی", "الجريدة الرسمية", "The official gazette"),
	}
}

func places() entityList {
	var out entityList
	for _, p := range towns() {
		out = append(out, thing(p.ID, SchemaPlace, p.Name.In("fa"), p.Name.In("ar"), p.Name.In("en")))
	}
	for _, p := range prisons() {
		out = append(out, thing(p.ID, SchemaSite,
			"زندان "+p.Name.In("fa"), "سجن "+p.Name.In("ar"), p.Name.In("en")+" prison"))
	}
	return out
}

func thing(id, schema, fa, ar, en string) Entity {
	return Entity{ID: id, Schema: schema, Name: titled(fa, ar, en), Person: -1}
}

// allEntities adds the people told of to those that need no world.
func (w *world) allEntities() entityList {
	out := entities()
	for i, t := range toldPeople() {
		p := w.told[i]
		e := thing(t.id, SchemaPerson, p.Name("fa"), p.Name("ar"), p.Name("en"))
		e.Person = i
		out = append(out, e)
	}
	return out
}

//go:embed things.txt
var thingFile string

// things reads the data file of everything else the papers speak of: a line
// "kind KIND", then "ID | Persian | Arabic | English" for each of them.
func things() entityList {
	var out entityList
	kind := ""
	for line := range strings.Lines(thingFile) {
		line = strings.TrimSpace(line)
		if k, ok := strings.CutPrefix(line, "kind "); ok {
			kind = k
			continue
		}
		parts := strings.Split(line, " | ")
		if len(parts) != 4 {
			panic("fiction: things.txt: the line " + line + " has not four parts")
		}
		out = append(out, thing(parts[0], kind, parts[1], parts[2], parts[3]))
	}
	return out
}
