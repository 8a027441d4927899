package view

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pipectl/pipectl/deploy"
)

// Deploying gives a function that writes what happens while a plan of a pipeline
// is carried out, a line each.
func Deploying(w io.Writer, pipeline string) func(deploy.Event) {
	return func(e deploy.Event) {
		if text := deployLine(e); text != "" {
			fmt.Fprintf(w, "%s: %s\n", pipeline, harmless(text))
		}
	}
}

// Waiting writes that a call which did not go through is repeated after a while.
func Waiting(w io.Writer, wait time.Duration, err error) {
	fmt.Fprintf(w, "%s; again in %s\n", harmless(err.Error()), wait)
}

// Judgements writes what the service says of machines, and how much of it are
// errors.
func Judgements(w io.Writer, judged []deploy.Judgement) (wrong int) {
	for _, j := range judged {
		for _, f := range j.Findings {
			kind := "Warning"
			if f.Error {
				kind = "Error"
				wrong++
			}
			place := ""
			if f.Location != "" {
				place = " at " + f.Location
			}
			fmt.Fprintf(w, "%s: %s\n", kind, harmless(fmt.Sprintf("Step Functions on %s%s: %s [%s]", j.Machine, place, f.Text, f.Code)))
		}
	}
	return wrong
}

// deployLine is what an event says, or nothing.
func deployLine(e deploy.Event) string {
	what := "read what is live"
	if e.Change != nil {
		what = deploy.Describe(e.Change)
	}
	switch e.Kind {
	case deploy.EventDone:
		switch e.Change.(type) {
		case *deploy.Lock, *deploy.Unlock:
			return ""
		case *deploy.Publish:
			return fmt.Sprintf("%s: version %d", what, e.Version)
		default:
			return what
		}
	case deploy.EventRetry:
		return fmt.Sprintf("%s: %v; again in %s", what, e.Err, e.Wait)
	case deploy.EventSettle:
		return fmt.Sprintf("wait %s, in which new permissions come to be known", e.Wait)
	case deploy.EventShift:
		var shares []string
		for _, r := range e.Routes {
			shares = append(shares, fmt.Sprintf("version %d takes %d %%", r.Version, r.Weight))
		}
		return fmt.Sprintf("%s, for %s", strings.Join(shares, ", "), e.Wait.Round(time.Second))
	case deploy.EventStarted, deploy.EventFailed: // the error is told by who asked
	}
	return ""
}
