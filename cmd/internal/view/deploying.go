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

// deployLine is what an event says, or nothing.
func deployLine(e deploy.Event) string {
	what := deploy.Describe(e.Change)
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
