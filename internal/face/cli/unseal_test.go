package cli

import (
	"testing"

	"sanad/internal/core/seal"
)

func TestWhoHandedSomethingInIsShownByTheQuestionsTheyAnswered(t *testing.T) {
	for _, c := range []struct{ what, value, want string }{
		{seal.Giver, `[{"name":"name","value":"مینا"},{"name":"contact","value":"by letter\nto her aunt"}]`, "name: مینا\ncontact: by letter\n  to her aunt"},
		{seal.Giver, "not a form", "not a form"},
		{seal.Witness, `[{"name":"name"}]`, `[{"name":"name"}]`},
	} {
		if got := opened(c.what, c.value); got != c.want {
			t.Errorf("%s %q is shown as %q, not %q", c.what, c.value, got, c.want)
		}
	}
}
