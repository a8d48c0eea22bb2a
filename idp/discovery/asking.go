package discovery

// asking is about requests that clients make by themselves (CIBA section 4), and
// about what can be asked for in detail (RFC 9396 section 10).
type asking struct {
	Backchannel      string   `json:"backchannel_authentication_endpoint"`
	DeliveryModes    []string `json:"backchannel_token_delivery_modes_supported"`
	BackchannelAlgs  []string `json:"backchannel_authentication_request_signing_alg_values_supported"`
	BackchannelCodes bool     `json:"backchannel_user_code_parameter_supported"`
	DetailTypes      []string `json:"authorization_details_types_supported,omitempty"`
}

const (
	backchannelPath = "/bc-authorize"
	grantCIBA       = "urn:openid:params:grant-type:ciba"
)

func askingOf(d Deps) asking {
	return asking{
		Backchannel: d.Issuer + backchannelPath, DeliveryModes: d.Deliveries, BackchannelAlgs: d.RequestAlgs, BackchannelCodes: true,
		DetailTypes: d.DetailTypes,
	}
}
