/** A user as {@link userRowSchema} reads it; the conditions and the order follow. `$n` are the caller's. */
export const SELECT_USER = `
  SELECT u.id, u.version, u.user_name, u.first_name, u.last_name, u.mail, u.description, u.is_enabled, u.tags,
    u.languages, u.default_method, u.password_hash IS NOT NULL AS has_password, u.pin_hash IS NOT NULL AS has_pin,
    u.pin_change_required, u.oath_pin_mode, extract(epoch FROM u.created_at) * 1000 AS created_at,
    ARRAY(SELECT n.canonical_name FROM user_names n WHERE n.user_id = u.id AND n.kind = 'alias' ORDER BY 1) AS aliases,
    ARRAY(SELECT g.group_name FROM user_groups g WHERE g.user_id = u.id ORDER BY 1) AS groups,
    (SELECT coalesce(json_agg(json_build_object(
        'id', a.id, 'kind', a.kind, 'name', a.name, 'state', a.state, 'serialNumber', coalesce(a.serial_number, ''),
        'parameters', a.parameters,
        'boundAt', coalesce(extract(epoch FROM a.bound_at) * 1000, 0),
        'lastUsedAt', coalesce(extract(epoch FROM a.last_used_at) * 1000, 0),
        'recoveryCodesLeft',
          (SELECT count(*) FROM recovery_codes r WHERE r.authenticator_id = a.id AND r.used_at IS NULL)
      ) ORDER BY a.created_at, a.id), '[]')
      FROM authenticators a WHERE a.user_id = u.id) AS authenticators
  FROM users u`;
