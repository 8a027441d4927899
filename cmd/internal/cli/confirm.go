package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/deploy"
)

// A changeFlags are those of the commands that change an account.
type changeFlags struct {
	yes       bool
	breakLock bool
}

func (f *changeFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.yes, "yes", false, "do not ask")
	flags.BoolVar(&f.breakLock, "break-lock", false, "take away the mark that a deploy is under way, which one that was cut off has left")
}

// asking is a question that --yes answers.
func (f *changeFlags) asking(text string) *question { return &question{text: text, yes: f.yes} }

// askingPeople is one that is not put where there are none: a job deploys without.
func (f *changeFlags) askingPeople(text string) *question {
	return &question{text: text, yes: f.yes, people: true}
}

// breakLocks takes away the marks of deploys under way, if that is asked for.
func (f *changeFlags) breakLocks(ctx context.Context, d *deployment, project string, pipelines []string) error {
	if !f.breakLock {
		return nil
	}
	live, err := d.read(ctx, project, pipelines...)
	if err != nil {
		return err
	}
	for _, l := range live {
		p := deploy.Break(l)
		if len(p.Changes) == 0 {
			continue
		}
		ask := f.asking(fmt.Sprintf("A deploy of %s is marked as under way. Was it cut off, and is the mark to go?", l.Pipeline))
		if err := ask.put(ctx, d.s); err != nil {
			return err
		}
		if err := d.apply(ctx, []*deploy.Plan{p}, deploy.Shift{}); err != nil {
			return err
		}
		fmt.Fprintf(d.s.Err, "%s: is not marked as under way any more\n", l.Pipeline)
	}
	return nil
}

// A question is asked of people before an account is changed.
type question struct {
	text   string
	yes    bool // it is answered already
	people bool // where nobody can be asked, the answer is yes
}

// put asks, and is an error unless the answer is yes.
func (q *question) put(ctx context.Context, s Streams) error {
	asked := view.Terminal(s.In)
	switch {
	case q.yes, q.people && !asked:
		return nil
	case !asked:
		return usage("nothing is changed, for nobody can be asked: the standard input is no terminal; give --yes")
	}
	fmt.Fprintf(s.Err, "%s Only \"yes\" does it: ", q.text)
	// Who is asked may interrupt in place of an answer; nobody waits for the
	// reader then.
	answers := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(s.In).ReadString('\n') // what there is of it is the answer
		answers <- line
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(s.Err)
		return refused(errors.New("interrupted; nothing is changed"))
	case answer := <-answers:
		if strings.TrimSpace(answer) != "yes" {
			return refused(errors.New("the answer was not yes; nothing is changed"))
		}
		return nil
	}
}
