"""What labels and variables tell a reverse proxy to do.

`traefik` (2 and 3) with `traefik_rules` and `traefik_middlewares`, `traefik_old` (1), `nginx_proxy`, and `caddy` for
caddy-docker-proxy. `matching` and `hints` are what they share.
"""
