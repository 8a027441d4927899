package cli

import (
	"regexp"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/deploy"
)

// A shiftFlags are how executions move to a new version.
type shiftFlags struct {
	canary, linear string
	alarms         []string
	tolerate       int
}

func (f *shiftFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.canary, "canary", "", "give the new version a share for a time, then everything: `10%/30m`")
	flags.StringVar(&f.linear, "linear", "", "give the new version one share more after each time: `10%/5m`")
	flags.StringArrayVar(&f.alarms, "alarm", nil, "go back to the old version when the CloudWatch alarm of this `name` rings; may be repeated")
	flags.IntVar(&f.tolerate, "tolerate", 0, "go back only when more than `N` executions of the new version failed")
}

// shifts says whether executions are to be shared between versions.
func (f *shiftFlags) shifts() bool { return f.canary != "" || f.linear != "" || len(f.alarms) > 0 }

// shift reads the flags.
func (f *shiftFlags) shift() (deploy.Shift, error) {
	shift := deploy.Shift{Alarms: f.alarms, Tolerate: f.tolerate}
	switch {
	case f.canary != "" && f.linear != "":
		return shift, usage("give one of --canary and --linear")
	case f.tolerate < 0:
		return shift, usage("--tolerate takes a number that is not negative")
	case f.tolerate > 0 && f.canary == "" && f.linear == "":
		return shift, usage("--tolerate is for --canary and --linear: else the new version has no executions to look at")
	case f.canary != "":
		weight, hold, err := share("canary", f.canary)
		shift.Steps = deploy.Canary(weight, hold)
		return shift, err
	case f.linear != "":
		weight, hold, err := share("linear", f.linear)
		shift.Steps = deploy.Linear(max(weight, 1), hold)
		return shift, err
	}
	return shift, nil
}

var shareForm = regexp.MustCompile(`^([1-9][0-9]?)%/([0-9hms]+)$`)

// share reads a share, and for how long it is held.
func share(flag, text string) (weight int, hold time.Duration, err error) {
	wrong := usage("--%s takes a share from 1%% to 99%% and a time, such as 10%%/30m, not %q", flag, text)
	m := shareForm.FindStringSubmatch(text)
	if m == nil {
		return 0, 0, wrong
	}
	weight, err = strconv.Atoi(m[1])
	if err != nil {
		return 0, 0, wrong
	}
	if hold, err = time.ParseDuration(m[2]); err != nil || hold < time.Second {
		return 0, 0, wrong
	}
	return weight, hold, nil
}
