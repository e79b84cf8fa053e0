package signatory

import (
	"testing"

	"sanad/internal/core/intake"
)

func person(name, father, born, number string) []intake.Field {
	return []intake.Field{{Name: intake.FieldName, Value: name}, {Name: intake.FieldFather, Value: father},
		{Name: intake.FieldBirth, Value: born}, {Name: intake.FieldNumber, Value: number}}
}

func TestSpellingsOfOnePersonMeet(t *testing.T) {
	one := Fold("mill", person("مینا کریمی", "حسن", "۱۳۴۱", "123-456 789"))
	for _, same := range [][]intake.Field{
		person("مينا كريمي", "حسن", "1341", "۱۲۳۴۵۶۷۸۹"),
		person("Mina Karimi", "Hasan", "1341", "123456789"),
		person("  MINA   KARIMI ", "hassan", "١٣٤١", "123.456.789"),
		person("مینا کَریمی", "حسن", "1341", "123456789"),
	} {
		if Fold("mill", same) != one {
			t.Errorf("%v is another person", same)
		}
	}
}

func TestPeopleStayApart(t *testing.T) {
	one := Fold("mill", person("مینا کریمی", "حسن", "1341", "123456789"))
	for what, other := range map[string][]intake.Field{
		"another name":   person("نیما کریمی", "حسن", "1341", "123456789"),
		"another father": person("مینا کریمی", "حسین", "1341", "123456789"),
		"another year":   person("مینا کریمی", "حسن", "1342", "123456789"),
		"another number": person("مینا کریمی", "حسن", "1341", "123456780"),
		"answers moved":  person("مینا", "کریمی حسن", "1341", "123456789"),
	} {
		if Fold("mill", other) == one {
			t.Errorf("%s is taken for the same person", what)
		}
	}
	if Fold("dam", person("مینا کریمی", "حسن", "1341", "123456789")) == one {
		t.Error("who signed two petitions can be followed from one to the other")
	}
}

func TestNamesInNoKnownScriptStillDiffer(t *testing.T) {
	if Fold("mill", person("Νίνα", "x", "1", "1")) == Fold("mill", person("Μαρία", "x", "1", "1")) || Fold("mill", person("!!", "x", "1", "1")) == Fold("mill", person("Νίνα", "x", "1", "1")) {
		t.Error("different people have one hash")
	}
}
