package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The scripts look up what may follow the subcommand typed so far in a table;
// anything else is completed as a file.

func bashCompletion(words map[string][]string) string {
	var b strings.Builder
	b.WriteString(`# bash completion for sanad: sanad completion bash > /etc/bash_completion.d/sanad
_sanad() {
	local cur=${COMP_WORDS[COMP_CWORD]} path="" w words
	for w in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case $w in -*) ;; *) case "$path $w" in
`)
	writeKnown(&b, words, "\t\t\t%q) path=\"$path $w\" ;;\n")
	b.WriteString("\t\tesac ;; esac\n\tdone\n\tcase \"$path\" in\n")
	for _, key := range slices.Sorted(maps.Keys(words)) {
		fmt.Fprintf(&b, "\t\t%q) words=%q ;;\n", lead(key), strings.Join(words[key], " "))
	}
	b.WriteString(`	esac
	COMPREPLY=($(compgen -W "$words" -- "$cur"))
	[[ ${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=($(compgen -f -- "$cur"))
}
complete -o filenames -F _sanad sanad
`)
	return b.String()
}

func lead(key string) string {
	if key == "" {
		return ""
	}
	return " " + key
}

func writeKnown(b *strings.Builder, words map[string][]string, format string) {
	for _, key := range slices.Sorted(maps.Keys(words)) {
		if key != "" {
			fmt.Fprintf(b, format, lead(key))
		}
	}
}

func zshCompletion(words map[string][]string) string {
	return "#compdef sanad\n# zsh completion for sanad, by way of bash's: sanad completion zsh > ~/.zfunc/_sanad\nautoload -U +X bashcompinit && bashcompinit\n" + bashCompletion(words)
}

func fishCompletion(words map[string][]string) string {
	var b strings.Builder
	b.WriteString("# fish completion for sanad: sanad completion fish > ~/.config/fish/completions/sanad.fish\n")
	for _, key := range slices.Sorted(maps.Keys(words)) {
		condition := "__fish_use_subcommand"
		if key != "" {
			condition = "__fish_seen_subcommand_from " + strings.Fields(key)[0]
			if rest := strings.Fields(key)[1:]; len(rest) > 0 {
				condition += "; and __fish_seen_subcommand_from " + strings.Join(rest, " ")
			}
		}
		for _, w := range words[key] {
			if flag, ok := strings.CutPrefix(w, "--"); ok {
				fmt.Fprintf(&b, "complete -c sanad -n %q -l %s\n", condition, flag)
			} else {
				fmt.Fprintf(&b, "complete -c sanad -n %q -a %s\n", condition, w)
			}
		}
	}
	return b.String()
}
