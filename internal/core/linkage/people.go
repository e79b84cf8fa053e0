package linkage

// People gives the spec by which the lists of an archive are linked: the
// columns are the properties of a person (schema/person.txt). A property that
// no row has makes no comparison and no key.
func People() Spec {
	return Spec{
		UniqueLists: true,
		Fields: []Field{
			{Name: "given", Columns: []string{"given_name"}, Kind: KindName},
			{Name: "father", Columns: []string{"father_name"}, Kind: KindName},
			{Name: "grandfather", Columns: []string{"grandfather_name"}, Kind: KindName},
			{Name: "surname", Columns: []string{"surname"}, Kind: KindName},
			{Name: "full", Columns: []string{"name"}, Kind: KindFull},
			{Name: "mother", Columns: []string{"mother_name"}, Kind: KindName},
			{Name: "sex", Columns: []string{"sex"}, Kind: KindCategory},
			{Name: "born", Columns: []string{"birth_date"}, Kind: KindDate},
			{Name: "died", Columns: []string{"death_date"}, Kind: KindDate},
			{Name: "arrested", Columns: []string{"arrest_date"}, Kind: KindDate},
			{Name: "birth_place", Columns: []string{"birth_place"}, Kind: KindText},
			{Name: "death_place", Columns: []string{"death_place"}, Kind: KindText},
			{Name: "prison", Columns: []string{"prison"}, Kind: KindText},
			{Name: "burial", Columns: []string{"burial_place"}, Kind: KindText},
			{Name: "occupation", Columns: []string{"occupation"}, Kind: KindText},
			{Name: "identifier", Columns: []string{"identifier"}, Kind: KindID},
		},
		// The day, prison and place of a mass killing are one thing that all its
		// victims share.
		Joint:  []Joint{{Name: "death", Fields: []string{"died", "prison", "death_place"}}},
		Family: &Family{Given: "given", Surname: "surname", Father: "father", Born: "born"},
		Blocking: []string{
			"identifier",
			"given.sound+surname.sound",
			"full.two",
			"full.rare",
			"surname.sound father.sound",
			"given.sound father.sound born.years",
			"given.sound father.sound birth_place.sound",
			"given.sound father.sound prison.sound",
			"given.sound father.sound died.month",
			"given.sound father.sound grandfather.sound",
			"mother.sound father.sound",
			"surname.sound born.years birth_place.sound",
			"surname.sound born.years died.month",
			"surname.sound birth_place.sound prison.sound",
			"given.sound born.years died.month birth_place.sound",
			"given.sound died prison.sound",
			"full.word died prison.sound",
			"full.word died death_place.sound",
			"full.word born.years birth_place.sound",
		},
		Refine: []string{"born.year", "died.month", "birth_place.sound", "prison.sound", "father.sound"},
	}
}
