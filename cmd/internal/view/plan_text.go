package view

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

var marks = map[string]string{"create": "+", "update": "~", "delete": "-", "rename": ">"}

// colours of the marks, as of the lines of differences.
var markColours = map[string]string{"+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m", ">": "\x1b[36m", "@": "\x1b[36m"}

// writePlanText is for terminals.
func writePlanText(w io.Writer, plans []pipelinePlan, colour bool) error {
	var out strings.Builder
	// line writes a line whose mark, the first character of it, has a colour.
	line := func(indent int, text string) {
		text = strings.TrimRight(harmless(text), " ")
		out.WriteString(strings.Repeat(" ", indent))
		if c := markColours[text[:min(1, len(text))]]; colour && c != "" {
			text = c + text + "\x1b[0m"
		}
		out.WriteString(text + "\n")
	}
	body := func(indent int, diff string) {
		for l := range strings.Lines(diff) {
			line(indent, strings.TrimSuffix(l, "\n"))
		}
	}
	for i, p := range plans {
		if i > 0 {
			out.WriteByte('\n')
		}
		fmt.Fprintf(&out, "%s (project %s) in %s, account %s\n", p.Pipeline, p.Project, p.Region, p.Account)
		for _, o := range p.Obstacles {
			fmt.Fprintf(&out, "  ! %s\n", harmless(o))
		}
		for _, c := range p.Changes {
			line(2, marks[c.Action]+" "+c.title())
			for _, n := range c.Notes {
				line(6, n)
			}
			for _, s := range c.States {
				line(6, marks[s.Action]+" "+s.title())
				body(10, s.Diff)
			}
			body(6, c.Diff)
		}
		if len(p.Changes) == 0 && len(p.Obstacles) == 0 {
			out.WriteString("  nothing changes\n")
		}
		for _, text := range p.whose {
			fmt.Fprintf(&out, "  (%s, and stays)\n", harmless(text))
		}
	}
	if len(plans) > 0 {
		fmt.Fprintf(&out, "\n%s\n", total(plans))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func (s *stateChange) title() string {
	if s.Action == "rename" {
		return fmt.Sprintf("state %s (%s), before %s", s.State, s.Type, s.From)
	}
	return fmt.Sprintf("state %s (%s)", s.State, s.Type)
}

// counted are how many resources are created, updated and deleted.
func counted(plans []pipelinePlan) map[string]int {
	n := map[string]int{"create": 0, "update": 0, "delete": 0}
	for _, p := range plans {
		for _, c := range p.Changes {
			n[c.Action]++
		}
	}
	return n
}

func total(plans []pipelinePlan) string {
	n := counted(plans)
	if n["create"]+n["update"]+n["delete"] == 0 {
		return "No changes."
	}
	return fmt.Sprintf("%d to create, %d to update, %d to delete.", n["create"], n["update"], n["delete"])
}

func writePlanJSON(w io.Writer, plans []pipelinePlan) error {
	n := counted(plans)
	return encode(w, struct {
		Create    int            `json:"create"`
		Update    int            `json:"update"`
		Delete    int            `json:"delete"`
		Pipelines []pipelinePlan `json:"pipelines"`
	}{n["create"], n["update"], n["delete"], plans})
}

// writePlanMarkdown is for comments of pull requests.
func writePlanMarkdown(w io.Writer, plans []pipelinePlan) error {
	var out strings.Builder
	fmt.Fprintf(&out, "**Plan: %s**\n", strings.TrimSuffix(total(plans), "."))
	for _, p := range plans {
		fmt.Fprintf(&out, "\n### %s\n\n%s, account %s\n", code(p.Pipeline), p.Region, p.Account)
		if len(p.Obstacles)+len(p.Changes)+len(p.Unmanaged) > 0 {
			out.WriteByte('\n')
		}
		for _, o := range p.Obstacles {
			fmt.Fprintf(&out, "* **cannot be deployed:** %s\n", code(o))
		}
		for _, c := range p.Changes {
			fmt.Fprintf(&out, "* %s %s\n", c.Action, code(c.title()))
			for _, n := range c.Notes {
				fmt.Fprintf(&out, "  * %s\n", code(n))
			}
			for _, s := range c.States {
				fmt.Fprintf(&out, "  * %s %s\n", s.Action, code(s.title()))
				fence(&out, "    ", s.Diff)
			}
			fence(&out, "  ", c.Diff)
		}
		for _, text := range p.whose {
			fmt.Fprintf(&out, "* stays: %s\n", code(text))
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// harmless is a text of one line: what is live may have been written by anybody,
// and moves no cursor here.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// code is a text as Markdown shows it unchanged.
func code(text string) string {
	text = harmless(text)
	ticks := ticksFor(text, 1)
	if len(ticks) > 1 {
		return ticks + " " + text + " " + ticks
	}
	return ticks + text + ticks
}

// fence writes a difference as a block of an item of a list.
func fence(out *strings.Builder, indent, diff string) {
	if diff == "" {
		return
	}
	ticks := ticksFor(diff, 3)
	fmt.Fprintf(out, "\n%s%sdiff\n", indent, ticks)
	for l := range strings.Lines(diff) {
		out.WriteString(indent + l)
	}
	fmt.Fprintf(out, "%s%s\n\n", indent, ticks)
}

// ticksFor are at least so many backquotes, and more than a text has in a row.
func ticksFor(text string, least int) string {
	ticks := strings.Repeat("`", least)
	for strings.Contains(text, ticks) {
		ticks += "`"
	}
	return ticks
}
