package cli

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

type manCmd struct{}

// Run prints the manual page in the man macros, made from the same model as
// --help, so that neither can say what the other does not.
func (c *manCmd) Run(s *session) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH SANAD 1 \"\" \"sanad %s\"\n.SH NAME\nsanad \\- custody, cited claims, counts and releases that outsiders can check\n", roff(s.Ports.Version))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B sanad\n[\\fIflags\\fR] \\fIcommand\\fR ...\n.SH DESCRIPTION\n%s\n.SH FLAGS\n", roff(s.model.Help))
	for _, f := range s.model.Node.Flags {
		manFlag(&b, f)
	}
	b.WriteString(".SH COMMANDS\n")
	for _, path := range commandPaths(s.model.Node) {
		n := find(s.model.Node, path)
		fmt.Fprintf(&b, ".SS sanad %s\n%s\n", roff(strings.Join(path, " ")), roff(n.Help))
		for _, p := range n.Positional {
			fmt.Fprintf(&b, ".TP\n.I %s\n%s\n", roff(p.Name), roff(p.Help))
		}
		for _, f := range n.Flags {
			manFlag(&b, f)
		}
	}
	b.WriteString(`.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
failed
.TP
.B 2
wrong usage
.TP
.B 3
a violation of integrity was found
.TP
.B 4
done in part: every part that failed is named in the output
.TP
.B 5
refused: not allowed, or an approval is missing
`)
	return s.answer(map[string]string{"text": b.String()}, func() { fmt.Fprint(s.Out, b.String()) })
}

func manFlag(b *strings.Builder, f *kong.Flag) {
	if f.Hidden {
		return
	}
	name := "--" + f.Name
	if !f.IsBool() {
		name += "=" + f.FormatPlaceHolder()
	}
	fmt.Fprintf(b, ".TP\n.B %s\n%s\n", roff(name), roff(f.Help))
}

// roff makes text safe for the man macros.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		return `\&` + text
	}
	return text
}
