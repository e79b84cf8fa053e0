package fiction

import (
	"bytes"
	"encoding/csv"
	"strconv"
)

// Tenure is one post held by one official for a time, as the gazette of
// posts has it.
type Tenure struct {
	Holder string // Entity.ID
	Post   string // as written, in Persian
	Body   string // as written, in Persian
	Town   string // Entity.ID
	From   Day
	To     Day  // the last day; means nothing if Open
	Open   bool // the gazette names no end
}

// gazetteMapping makes of every row of a gazette a tenure, and of what it
// speaks of a person, a post and a body. The body is the one of that name in
// the case, if there is just one; a person never is.
func gazetteMapping(list, number string) string {
	return `list: "` + list + `"
schema: Tenure
delimiter: ","
header: 1
language: fa
calendar: solar
grade: A2
row_id: "` + number + `"
columns:
  "محل": place
  "از": from
  "تا": to
things:
  holder: {schema: Person, key: ["نام"], columns: {"نام": name}}
  post: {schema: Post, key: ["سمت", "نهاد"], columns: {"سمت": name}, links: {unit: body}}
  body: {schema: Organisation, key: ["نهاد"], columns: {"نهاد": name}, match: name}
links: {holder: holder, post: post}
about:
  made_by: The High Council of Order
  period: "1980-03-21/1985-03-20"
  definition: posts whose holders were announced
  excludes: bodies that were never announced, but for the Board
  obtained: collected from issues of the gazette by the Varanda Exile Archive
`
}

// tenures has a change of command in the middle of the events: who governed
// Sangab on 20 and who on 21 Mehr are two different people.
func tenures() []Tenure {
	return []Tenure{
		held("kahroban", "رئیس هیئت", "هیئت بازنگری نهایی", "simrud", solarDay(1361, 7, 2), solarDay(1361, 10, 18)),
		held("barquni", "عضو هیئت", "هیئت بازنگری نهایی", "simrud", solarDay(1361, 7, 2), solarDay(1361, 10, 18)),
		held("dezhvani", "دبیر هیئت", "هیئت بازنگری نهایی", "simrud", solarDay(1361, 7, 2), solarDay(1361, 10, 18)),
		held("gerdavand", "مدیرکل", "اداره کل زندان‌ها", "simrud", solarDay(1359, 12, 1), solarDay(1363, 3, 30)),
		held("dashtvar", "رئیس بهداری زندان‌ها", "اداره کل زندان‌ها", "simrud", solarDay(1360, 6, 5), solarDay(1361, 8, 13)),
		held("rigdan", "رئیس زندان", "زندان سنگاب", "simrud", solarDay(1359, 5, 11), solarDay(1361, 7, 20)),
		held("barzavand", "رئیس زندان", "زندان سنگاب", "simrud", solarDay(1361, 7, 21), solarDay(1362, 4, 3)),
		held("kalatehdar", "رئیس زندان", "زندان دیوارک", "lalehsang", solarDay(1360, 2, 9), solarDay(1362, 12, 29)),
		holds("sakhruri", "رئیس زندان", "زندان الغروب", "ayn-al-sarw", solarDay(1360, 8, 15)),
		held("karmazi", "دبیر اطلاع‌رسانی", "شورای عالی نظم", "simrud", solarDay(1360, 1, 20), solarDay(1363, 9, 7)),
		held("azarkaman", "معاون شورا", "شورای عالی نظم", "simrud", solarDay(1359, 11, 10), solarDay(1363, 1, 22)),
		holds("kahroban", "عضو دیوان عالی", "دیوان عالی", "simrud", solarDay(1361, 10, 20)),
		holds("dezhvani", "فرماندار", "فرمانداری ماندرود", "mandrud", solarDay(1361, 11, 1)),
		held("rigdan", "مشاور", "اداره کل زندان‌ها", "simrud", solarDay(1361, 8, 1), solarDay(1361, 12, 28)),
	}
}

func held(who, post, body, town string, from, to Day) Tenure {
	return Tenure{Holder: "official/" + who, Post: post, Body: body, Town: "town/" + town, From: from, To: to}
}

func holds(who, post, body, town string, from Day) Tenure {
	return Tenure{Holder: "official/" + who, Post: post, Body: body, Town: "town/" + town, From: from, Open: true}
}

// gazette writes the tenures as a table. Writing to memory does not fail.
func gazette() []byte {
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	lines := [][]string{{"شماره", "نام", "سمت", "نهاد", "محل", "از", "تا"}}
	known := entities()
	for i, t := range tenures() {
		until := ""
		if !t.Open {
			until = solarText(t.To.Solar())
		}
		lines = append(lines, []string{
			persian(strconv.Itoa(i + 1)), known.name(t.Holder, "fa"), t.Post, t.Body,
			known.name(t.Town, "fa"), solarText(t.From.Solar()), until,
		})
	}
	if err := c.WriteAll(lines); err != nil {
		panic("fiction: writing to memory: " + err.Error())
	}
	return b.Bytes()
}
