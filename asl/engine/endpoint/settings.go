package endpoint

import (
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// settings are of a revision, and without effect here. They are kept as they
// were given; nil where they were left out.
type settings struct {
	logging, tracing, encryption asl.Value
}

// settings reads the settings of a request.
func (p *params) settings() (s settings, err error) {
	if s.logging, err = p.logging(); err != nil {
		return s, err
	}
	if s.tracing, err = p.tracing(); err != nil {
		return s, err
	}
	s.encryption, err = p.encryption()
	return s, err
}

func (p *params) logging() (asl.Value, error) {
	l := p.structure("loggingConfiguration")
	if l == nil {
		return nil, nil
	}
	defer p.take(l)
	wrong := func(what string) error {
		return faultf("InvalidLoggingConfiguration", "Invalid Logging Configuration: %s", what)
	}
	level := l.word("level", "OFF", "ALL", "ERROR", "FATAL")
	l.flag("includeExecutionData", false)
	destinations := l.list("destinations")
	if len(destinations) > 1 {
		return nil, wrong("Must specify exactly one Log Destination.")
	}
	for _, d := range destinations {
		group := d.structure("cloudWatchLogsLogGroup")
		if group == nil {
			return nil, wrong("The Log Destination is not a log group.")
		}
		name, _ := group.maybe("logGroupArn", 1, mostARN)
		d.take(group)
		l.take(d)
		if !strings.HasPrefix(name, "arn:") || !strings.HasSuffix(name, ":*") {
			return nil, wrong("The ARN of the log group does not end in ':*'.")
		}
	}
	if level != "OFF" && len(destinations) == 0 {
		return nil, wrong("Must specify exactly one Log Destination.")
	}
	return l.o, nil
}

func (p *params) tracing() (asl.Value, error) {
	t := p.structure("tracingConfiguration")
	if t == nil {
		return nil, nil
	}
	t.flag("enabled", false)
	p.take(t)
	return t.o, nil
}

func (p *params) encryption() (asl.Value, error) {
	c := p.structure("encryptionConfiguration")
	if c == nil {
		return nil, nil
	}
	if c.get("type") == nil {
		c.missing("type")
	}
	kind := c.word("type", "AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY")
	key, _ := c.maybe("kmsKeyId", 1, 2048)
	c.integer("kmsDataKeyReusePeriodSeconds", 60, 900, 300)
	p.take(c)
	if kind == "CUSTOMER_MANAGED_KMS_KEY" && key == "" {
		return nil, faultf("InvalidEncryptionConfiguration", "Invalid Encryption Configuration: kmsKeyId is null")
	}
	return c.o, nil
}

// equal reports whether two settings are the same.
func (s settings) equal(other settings) bool {
	return asl.Equal(s.logging, other.logging) && asl.Equal(s.tracing, other.tracing) && asl.Equal(s.encryption, other.encryption)
}

// put puts the settings into a reply; those that were left out have AWS's
// defaults.
func (s settings) put(r *reply) {
	logging, tracing := s.logging, s.tracing
	if logging == nil {
		logging = asl.Object{{Key: "level", Value: asl.String("OFF")}, {Key: "includeExecutionData", Value: asl.Bool(false)}}
	}
	if tracing == nil {
		tracing = asl.Object{{Key: "enabled", Value: asl.Bool(false)}}
	}
	r.value("loggingConfiguration", logging)
	r.value("tracingConfiguration", tracing)
	r.value("encryptionConfiguration", s.encryption)
}
