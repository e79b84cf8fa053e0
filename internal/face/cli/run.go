package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// root holds every subcommand; the field's type is in the file of its name.
type root struct {
	Globals

	Init       initCmd       `cmd:"" help:"Make an archive."`
	Add        addCmd        `cmd:"" help:"Take files and folders into custody."`
	Capture    captureCmd    `cmd:"" help:"Capture a web page, and take the capture into custody."`
	Process    processCmd    `cmd:"" help:"Read what has not been read."`
	Items      itemsCmd      `cmd:"" help:"List originals."`
	Accessions accessionsCmd `cmd:"" help:"List accessions: batches taken into custody."`
	Show       showCmd       `cmd:"" help:"Show one original: custody, readings, passages, claims."`
	Text       textCmd       `cmd:"" help:"Show the text of an original as it was read."`
	Picture    pictureCmd    `cmd:"" help:"Draw a page of an original as it looks."`
	Search     searchCmd     `cmd:"" help:"Look for words, names and phrases in everything that was read."`
	Near       nearCmd       `cmd:"" help:"List originals that are much like one: near copies."`
	Name       nameCmd       `cmd:"" help:"Read a personal name, or compare two: parts, keys, spellings in other scripts."`
	Mentions   mentionsCmd   `cmd:"" help:"List names of the register that stand in an original, and judge them."`
	Date       dateCmd       `cmd:"" help:"Say how a date is read: its days in all calendars, and as EDTF."`
	Cite       citeCmd       `cmd:"" help:"Cite a passage of an original."`
	Claim      claimCmd      `cmd:"" help:"Make, correct, weigh, withdraw and show claims."`
	Claims     claimsCmd     `cmd:"" help:"List claims; what falls if this falls."`
	Says       saysCmd       `cmd:"" help:"Who has said what about whom, at first hand or not."`
	Requests   requestsCmd   `cmd:"" help:"What was asked of those who could act, and what they answered."`
	Entity     entityCmd     `cmd:"" help:"Show what claims are about, now and before."`
	Figures    figuresCmd    `cmd:"" help:"Put rival figures on an event side by side."`
	Timeline   timelineCmd   `cmd:"" help:"List what is said to have happened, in the order of dates."`
	Finding    findingCmd    `cmd:"" help:"Conclusions: made by one, confirmed by another person."`
	Posts      postsCmd      `cmd:"" help:"Who held which post on a day, and who commanded."`
	Import     importCmd     `cmd:"" help:"Import a table of names by a mapping, or what another archive exported."`
	Hashes     hashesCmd     `cmd:"" help:"Hashes that others claim, checked against the bytes."`
	Lists      listsCmd      `cmd:"" help:"Lists of names: versions, mappings, who made them."`
	Vocabulary vocabularyCmd `cmd:"" help:"Import, list and show vocabularies: the terms that properties take."`
	Schema     schemaCmd     `cmd:"" help:"Say what can be claimed: kinds of things, and the properties of one."`
	Link       linkCmd       `cmd:"" help:"Find rows of lists that may be one person."`
	Review     reviewCmd     `cmd:"" help:"Judge pairs: the same person or not."`
	People     peopleCmd     `cmd:"" help:"List people: rows judged to be the same."`
	Explain    explainCmd    `cmd:"" help:"Compare two rows field by field."`
	Count      countCmd      `cmd:"" help:"Count the people documented at least."`
	Estimate   estimateCmd   `cmd:"" help:"Estimate totals from the overlap of lists; record, review and check estimates."`
	Consent    consentCmd    `cmd:"" help:"For which uses people agreed that something leaves."`
	Condition  conditionCmd  `cmd:"" help:"Under which conditions alone something leaves."`
	Recipient  recipientCmd  `cmd:"" help:"Who may be given something, and which gates they pass."`
	Reply      replyCmd      `cmd:"" help:"Ask those who are accused for a reply, and record it."`
	Redact     redactCmd     `cmd:"" help:"Hide parts of an original in what leaves; the original stays as it is."`
	Release    releaseCmd    `cmd:"" help:"Ask for, approve and build a release."`
	Export     exportCmd     `cmd:"" help:"Export accessions, claims and the log in standard forms."`
	Checkpoint checkpointCmd `cmd:"" help:"The newest signed checkpoint, and what others say of it: witnesses and time stamps."`
	Witness    witnessCmd    `cmd:"" help:"Sign the checkpoints of other archives, so that none can show two histories."`
	Prove      proveCmd      `cmd:"" help:"Prove that something is in the ledger."`
	Verify     verifyCmd     `cmd:"" help:"Compare everything kept with the ledger."`
	Backup     backupCmd     `cmd:"" help:"Write the whole archive to one file."`
	Restore    restoreCmd    `cmd:"" help:"Make an archive of a backup."`
	Rebuild    rebuildCmd    `cmd:"" help:"Make all views again from the ledger."`
	Doctor     doctorCmd     `cmd:"" help:"Say what is wrong with this machine and archive."`
	User       userCmd       `cmd:"" help:"Accounts."`
	Key        keyCmd        `cmd:"" help:"Key holders, who together can open what is sealed."`
	Identity   identityCmd   `cmd:"" help:"Keep somebody's name sealed."`
	Unseal     unsealCmd     `cmd:"" help:"Ask for, approve and open what is sealed."`
	Serve      serveCmd      `cmd:"" help:"Serve the desk to browsers."`
	Door       doorCmd       `cmd:"" help:"Where people without an account hand something in."`
	Petition   petitionCmd   `cmd:"" help:"What people sign without being found, and a count that can be checked."`
	API        apiCmd        `cmd:"" name:"api" help:"What programs on other machines can ask for."`
	Jobs       jobsCmd       `cmd:"" help:"Work that is done while nobody waits: list, show, ask, stop, retry."`
	Work       workCmd       `cmd:"" help:"Do the work that waits: beside the desk, or on a machine of its own."`
	Demo       demoCmd       `cmd:"" help:"Make a fictional case, run the whole thread on it, and serve it."`
	Version    versionCmd    `cmd:"" help:"Print the version."`
	Completion completionCmd `cmd:"" help:"Print a completion script for a shell."`
	Man        manCmd        `cmd:"" help:"Print the manual page."`
	Sandboxed  sandboxedCmd  `cmd:"" hidden:"" help:"Read documents behind walls; started by sanad itself."`
}

// Globals are the flags every subcommand has.
type Globals struct {
	Archive string `help:"The archive's folder." default:"." env:"SANAD_ARCHIVE" placeholder:"DIR"`
	JSON    bool   `name:"json" help:"Print one JSON document."`
	As      string `help:"The account that acts; the archive's first if not given." placeholder:"USER"`

	Remote    string `help:"The address of an archive's desk: the command is done there." env:"SANAD_REMOTE" placeholder:"URL"`
	TokenFile string `help:"With --remote: the file that holds the token to act by." env:"SANAD_TOKEN_FILE" placeholder:"FILE"`
}

// exit codes, fixed by the command contract.
const (
	exitDone      = 0
	exitFailed    = 1
	exitUsage     = 2
	exitIntegrity = 3
	exitPartial   = 4
	exitRefused   = 5
)

// ExitCode maps each kind of failure once.
func ExitCode(err error) int {
	if err == nil {
		return exitDone
	}
	switch fail.Of(err) {
	case fail.Usage:
		return exitUsage
	case fail.Integrity:
		return exitIntegrity
	case fail.Partial:
		return exitPartial
	case fail.Refused:
		return exitRefused
	}
	return exitFailed
}

// kindName is how a failure's kind is called in JSON.
func kindName(err error) string {
	switch fail.Of(err) {
	case fail.Usage:
		return "usage"
	case fail.Integrity:
		return "integrity"
	case fail.Partial:
		return "partial"
	case fail.Refused:
		return "refused"
	case fail.NotFound:
		return "not-found"
	case fail.Conflict:
		return "conflict"
	}
	return "failed"
}

// Streams are the three standard streams.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// Terminal tells that Err is looked at by a person: progress is shown.
	Terminal bool
	// Bold tells that Out is looked at by a person, and shows bold type.
	Bold bool
	// Progress is told how far long work is, instead of a line on Err; may be nil.
	Progress flow.Progress
}

// Run runs a command line and gives the exit code.
func Run(ctx context.Context, args []string, streams Streams, ports Ports) int {
	var r root
	helped := false
	parser, err := parserOf(&r, streams, func(int) { helped = true })
	if err != nil {
		fmt.Fprintf(streams.Err, "sanad: %v\n", err)
		return exitFailed
	}
	parsed, err := parser.Parse(helpFirst(negativeYearsLast(args)))
	if helped {
		return exitDone
	}
	r.JSON = r.JSON || slices.Contains(args, "--json") // also when the rest can't be parsed
	if err == nil {
		err = readable(args)
	}
	s := &session{ctx: ctx, Globals: r.Globals, Streams: streams, Ports: ports, model: parser.Model}
	if err != nil {
		return s.finish(usageOf(err))
	}
	if away, err := s.goesAway(args, parsed); away || err != nil {
		if err == nil {
			err = s.ask(parsed)
		}
		return s.finish(err)
	}
	return s.finish(parsed.Run(s))
}

func parserOf(r *root, streams Streams, exit func(int)) (*kong.Kong, error) {
	return kong.New(r,
		kong.Name("sanad"),
		kong.Description("Custody, cited claims, linked names, counts and releases for people who document mass crimes - and for those who check them."),
		kong.Writers(streams.Out, streams.Err),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
}

// readable refuses words that are not UTF-8, unless they name a file: JSON
// would alter them in silence.
func readable(args []string) error {
	for _, a := range args {
		if utf8.ValidString(a) {
			continue
		}
		if _, err := os.Lstat(a); err != nil {
			return fmt.Errorf("%q is not UTF-8 and names no file", a)
		}
	}
	return nil
}

// usageOf tells a mistake on the command line, with where help is.
func usageOf(err error) error {
	var p *kong.ParseError
	hint := "see sanad help"
	if errors.As(err, &p) && p.Context != nil && p.Context.Command() != "" {
		// Without "<release>" and the like: who copies the line into a shell would open a file.
		var words []string
		for _, w := range strings.Fields(p.Context.Command()) {
			if !strings.HasPrefix(w, "<") {
				words = append(words, w)
			}
		}
		hint = "see sanad " + strings.Join(words, " ") + " --help"
	}
	return fail.New(fail.Usage, "%w", err).Do("%s", hint)
}

// helpFirst makes "help", "help COMMAND" and no arguments mean --help.
func helpFirst(args []string) []string {
	if len(args) == 0 {
		return []string{"--help"}
	}
	for i, a := range args {
		valued := i > 0 && takesValue(args[i-1]) // a folder may be called help
		if a == "help" && !valued {
			rest := slices.Delete(slices.Clone(args), i, i+1)
			return append(rest, "--help")
		}
		if !strings.HasPrefix(a, "-") && !valued {
			break // it is the command
		}
	}
	return args
}

// takesValue tells whether what follows is the value of a flag that stands
// before a command.
func takesValue(flag string) bool {
	return slices.Contains([]string{"--archive", "--as", "--remote", "--token-file"}, flag)
}

// session is one run of one command.
type session struct {
	Globals
	Streams
	Ports
	ctx     context.Context
	model   *kong.Application
	printed bool // a JSON document was begun
	line    progressLine
}

// finish tells an error and gives the exit code. With --json an error is a
// document too, unless the command printed one that names what failed.
func (s *session) finish(err error) int {
	s.line.clear(s)
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(s.Err, harmless(fmt.Sprintf("sanad: %v", err)))
	if s.JSON && !s.printed {
		s.printJSON(map[string]string{"error": err.Error(), "kind": kindName(err)})
	}
	return ExitCode(err)
}

// printJSON writes the one document of the answer.
func (s *session) printJSON(v any) error {
	s.printed = true
	enc := json.NewEncoder(s.Out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

// answer prints v as JSON, or what say prints for people.
func (s *session) answer(v any, say func()) error {
	if s.JSON {
		return s.printJSON(v)
	}
	s.line.clear(s)
	say()
	return nil
}

// answerThen answers, and gives the error that tells what was done in part.
func (s *session) answerThen(v any, say func(), partly error) error {
	if err := s.answer(v, say); err != nil {
		return err
	}
	return partly
}

// sayf prints a line for people.
// What documents and people named is shown, never obeyed: characters that
// steer a terminal or turn the direction of a line are written out.
func (s *session) sayf(format string, args ...any) {
	fmt.Fprintln(s.Out, harmless(fmt.Sprintf(format, args...)))
}

func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return '\ufffd'
		}
		return r
	}, text)
}

// notef prints a line to standard error.
func (s *session) notef(format string, args ...any) {
	s.line.clear(s)
	fmt.Fprintf(s.Err, format+"\n", args...)
}

// with opens the archive, runs do, and closes it.
func (s *session) with(do func(*Opened) error) error {
	a, err := s.Open(s.ctx, s.Archive, s.As)
	if err != nil {
		return err
	}
	err = do(a)
	if closed := a.Close(); err == nil {
		err = closed // joined, it would hide the kind of err
	}
	return err
}
