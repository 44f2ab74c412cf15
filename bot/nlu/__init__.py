"""Understanding: text in, `Understanding` out. A module per stage, joined in `pipeline`."""
